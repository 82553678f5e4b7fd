"""Who may send from which address.

Stock: `ses:SendEmail` is checked on `*`, so a policy that names an identity never allows anything.
AWS: it is checked on the identity of the sender.
"""

import email.utils

from ministack.core import iam_actions

from localcloud.mends.patching import Mend, Untyped, replaces


def apply() -> None:
    """Check sending on the sender's identity."""

    @replaces(iam_actions, "extract_resource_arn")
    def resource(stock: Mend, service: str, *request: Untyped) -> str:
        _, path, _, body, parameters, region, account = request
        sender = _sender(path, body, parameters) if service == "ses" else ""
        if sender:
            return f"arn:aws:ses:{region}:{account}:identity/{sender}"
        return str(stock(service, *request))


def _sender(path: str, body: bytes, parameters: dict[str, Untyped]) -> str:
    """The address in the body of version 2 of the API, or in the form of version 1."""
    text = (
        iam_actions._safe_json_field(body, "FromEmailAddress")
        if path.endswith("/outbound-emails")
        else iam_actions._query_param(parameters, "Source")
    )
    return email.utils.parseaddr(text or "")[1]
