"""The account's suppression list.

Stock: nothing can be put on it or asked of it, and every mail is delivered.
AWS: an address is put on it (by a bounce, a complaint, or an operator) with a reason. A mail to it
is accepted and never delivered when its configuration set suppresses that reason.
"""

import json
from datetime import UTC, datetime
from urllib.parse import unquote

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import ses, ses_v2

from localcloud.mends.patching import Mend, Untyped, replaces

_LIST = "/v2/email/suppression/addresses"

_suppressed: dict[tuple[str, str, str], dict[str, Untyped]] = {}


def apply() -> None:
    """Serve the list, and deliver nothing to who is on it."""

    @replaces(ses_v2, "handle_request")
    async def handle(
        stock: Mend, method: str, path: str, headers: Untyped, body: bytes, query: Untyped
    ) -> Untyped:
        asked = json.loads(body) if body else {}
        if path == _LIST and method == "PUT":
            return _put(asked)
        if path.startswith(f"{_LIST}/"):
            return _one(method, unquote(path.removeprefix(f"{_LIST}/")))
        answer = await stock(method, path, headers, body, query)
        if path.endswith("/outbound-emails") and answer[0] == 200:
            _withhold(json.loads(answer[2])["MessageId"], asked.get("ConfigurationSetName"))
        return answer


def _key(address: str) -> tuple[str, str, str]:
    return (get_account_id(), get_region(), address)


def _put(asked: dict[str, Untyped]) -> Untyped:
    entry = {name: asked[name] for name in ("EmailAddress", "Reason")}
    entry["LastUpdateTime"] = datetime.now(UTC).timestamp()
    _suppressed[_key(asked["EmailAddress"])] = entry
    return json_response({})


def _one(method: str, address: str) -> Untyped:
    entry = _suppressed.get(_key(address))
    if entry is None:
        message = "Email address does not exist on your suppression list."
        return error_response_json("NotFoundException", message, 404)
    if method == "DELETE":
        del _suppressed[_key(address)]
        return json_response({})
    return json_response({"SuppressedDestination": entry})


def _withhold(message_id: str, configuration_set: str | None) -> None:
    """Takes the mail back out of the inbox if it may not reach whom it is for."""
    options = ses_v2._config_sets.get(configuration_set, {}).get("SuppressionOptions", {})
    reasons = options.get("SuppressedReasons", [])
    sent = ses._sent_emails_list()
    for record in [one for one in sent if one["MessageId"] == message_id]:
        entries = [_suppressed.get(_key(address)) for address in record["To"]]
        if any(entry is not None and entry["Reason"] in reasons for entry in entries):
            sent.remove(record)
