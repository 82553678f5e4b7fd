"""Conditions on how an object is stored.

Stock: `s3:x-amz-storage-class` and `s3:x-amz-server-side-encryption-customer-algorithm` are not
known.
AWS: they are what the request's headers of these names say.
"""

from ministack.core import iam_actions

from localcloud.mends.patching import Mend, Untyped, replaces

_HEADERS = ("x-amz-storage-class", "x-amz-server-side-encryption-customer-algorithm")


def apply() -> None:
    """Add both keys where an object is put."""

    @replaces(iam_actions, "s3_service_context")
    def context(
        stock: Mend,
        action: str,
        query: Untyped,
        path: str = "",
        headers: dict[str, str] | None = None,
    ) -> Untyped:
        keys = stock(action, query, path, headers)
        if action != "s3:PutObject":
            return keys
        given = {f"s3:{name}": (headers or {}).get(name) for name in _HEADERS}
        return keys | {key: value for key, value in given.items() if value}
