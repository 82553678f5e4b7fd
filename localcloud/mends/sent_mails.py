"""What is kept of a mail sent with version 2 of the SES API.

Stock: headers, reply-to addresses and the configuration set are forgotten, and the set need not
exist.
AWS: they are part of the mail, and an unknown configuration set is refused.
"""

import json

from ministack.core.responses import error_response_json
from ministack.services import ses, ses_v2

from localcloud.mends import admin
from localcloud.mends.patching import Mend, Untyped, replaces

KEPT = ("ReplyToAddresses", "ConfigurationSetName", "EmailTags")


def apply() -> None:
    """Keep everything, and answer all mails to `GET /_localcloud/mails`."""
    admin.route("GET", "mails", lambda _: _all_mails())

    @replaces(ses_v2, "handle_request")
    async def handle(
        stock: Mend, method: str, path: str, headers: Untyped, body: bytes, query: Untyped
    ) -> Untyped:
        if method != "POST" or not path.endswith("/outbound-emails"):
            return await stock(method, path, headers, body, query)
        request = json.loads(body)
        name = request.get("ConfigurationSetName")
        if name and name not in ses_v2._config_sets:
            message = f"Configuration set <{name}> does not exist."
            return error_response_json("NotFoundException", message, 404)
        answer = await stock(method, path, headers, body, query)
        if answer[0] == 200:
            _keep(json.loads(answer[2])["MessageId"], request)
        return answer


def _keep(message_id: str, request: dict[str, Untyped]) -> None:
    for record in ses._sent_emails_list():
        if record["MessageId"] == message_id:
            record.update({name: request[name] for name in KEPT if name in request})
            record["Headers"] = request["Content"].get("Simple", {}).get("Headers", [])


def _all_mails() -> list[dict[str, Untyped]]:
    return [
        record
        for scope, records in ses._sent_emails.to_dict().items()
        if scope[-1] == "entries"
        for record in records
    ]
