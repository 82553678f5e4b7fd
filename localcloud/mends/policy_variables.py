"""Variables in policies, such as `${cognito-identity.amazonaws.com:sub}` or `${aws:userid}`.

Stock: they are compared as plain text, and the keys of a Cognito identity are not known at all.
AWS: they stand for what is known of the caller. An unknown one matches nothing.
"""

import dataclasses
import re

from ministack.core import iam_evaluator
from ministack.services import sts

from localcloud.mends.patching import Mend, Untyped, replaces

VARIABLE = re.compile(r"\$\{([^}]+)\}")


def apply() -> None:
    """Fill variables in when the caller's policies are gathered."""

    @replaces(iam_evaluator, "resolve_principal")
    def resolve(stock: Mend, access_key_id: str, *arguments: Untyped) -> Untyped:
        principal = stock(access_key_id, *arguments)
        if isinstance(principal, iam_evaluator.AuthError) or principal.policies is None:
            return principal
        principal.keys.update(_identity_keys(sts._sessions.get(access_key_id) or {}))
        principal.policies = [
            [_filled(statement, principal.keys) for statement in policy]
            for policy in principal.policies
        ]
        return principal


def _identity_keys(session: dict[str, Untyped]) -> dict[str, Untyped]:
    if "_identity_id" not in session:
        return {}
    return {
        "cognito-identity.amazonaws.com:sub": session["_identity_id"],
        "cognito-identity.amazonaws.com:aud": session["_identity_pool_id"],
        "cognito-identity.amazonaws.com:amr": session["_cognito_amr"],
    }


def _filled(statement: Untyped, keys: dict[str, Untyped]) -> Untyped:
    return dataclasses.replace(
        statement,
        resources=_fill(statement.resources, keys),
        not_resources=_fill(statement.not_resources, keys),
        conditions=_fill(statement.conditions, keys),
    )


def _fill(item: Untyped, keys: dict[str, Untyped]) -> Untyped:
    if isinstance(item, str):
        return VARIABLE.sub(lambda match: str(keys.get(match[1].lower(), match[0])), item)
    if isinstance(item, list):
        return [_fill(part, keys) for part in item]
    if isinstance(item, dict):
        return {key: _fill(part, keys) for key, part in item.items()}
    return item
