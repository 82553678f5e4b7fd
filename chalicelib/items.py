"""What the stores of all tables do to single items."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

Item = Mapping[str, Any]
"""What a value is, the store that wrote it knows."""


def read_item(table: "Table", key: Mapping[str, str]) -> Item | None:
    """The item as it is now, whatever was written a moment ago included."""
    found: Item | None = table.get_item(Key=dict(key), ConsistentRead=True).get("Item")
    return found


def put_new(table: "Table", item: Item, key: str) -> bool:
    """Lays down an item unless one of its key is there; `key` is an attribute of the key."""
    try:
        table.put_item(Item=item, ConditionExpression=f"attribute_not_exists({key})")
    except condition_failed(table):
        return False
    return True


def condition_failed(table: "Table") -> type[Exception]:
    """What a conditional write raises when its condition does not hold."""
    return table.meta.client.exceptions.ConditionalCheckFailedException
