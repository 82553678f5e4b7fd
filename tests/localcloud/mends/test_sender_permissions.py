import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, allow

MEND = "sender_permissions"

SENDER = "paint@visual.example"
CONTENT = {"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}}


def test_a_permission_can_be_for_one_sender(account: Account) -> None:
    identity = account.arn("ses", f"identity/{SENDER}")
    ses = account.client("sesv2", account.user(allow("ses:SendEmail", identity)))
    for address in (SENDER, "other@visual.example"):
        account.client("sesv2").create_email_identity(EmailIdentity=address)

    def send(sender: str) -> None:
        ses.send_email(
            FromEmailAddress=sender, Destination={"ToAddresses": ["v@b.example"]}, Content=CONTENT
        )

    send(f"Visual Neurons <{SENDER}>")
    with pytest.raises(ClientError, match="not authorized"):
        send("other@visual.example")
