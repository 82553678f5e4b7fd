"""Policies that limit which items of a table may be reached.

Stock: requests have no `dynamodb:LeadingKeys`, so a condition on it compares nothing.
AWS: it holds the partition keys of the items that a request names. Known here are requests with one
`Key` or `Item`.
"""

import json

from ministack.core import iam_actions
from ministack.services import dynamodb

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Tell the keys of the items to whoever evaluates policies."""

    @replaces(iam_actions, "dynamodb_service_context")
    def context(stock: Mend, body: bytes) -> dict[str, Untyped]:
        known: dict[str, Untyped] = stock(body)
        keys = leading_keys(body)
        return known | {"dynamodb:LeadingKeys": keys} if keys else known


def leading_keys(body: bytes) -> list[str]:
    """The partition keys in a request, none where it names no item."""
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return []
    item = request.get("Key") or request.get("Item") or {}
    table = dynamodb._tables.get(str(request.get("TableName")).split("/")[-1])
    if not table or not isinstance(item, dict):
        return []
    value = item.get(table["pk_name"], {})
    return [str(part) for part in value.values()]
