import pytest
from botocore.exceptions import ClientError

from localcloud.inbox import read_inbox
from tests.localcloud.account import Account, unique

MEND = "sent_mails"


def send(account: Account, subject: str, **more: object) -> None:
    ses, sender = account.client("sesv2"), f"{unique('paint')}@visual.example"
    ses.create_email_identity(EmailIdentity=sender)
    ses.send_email(
        FromEmailAddress=f"Visual Neurons <{sender}>",
        Destination={"ToAddresses": ["visitor@b.example"]},
        ReplyToAddresses=["help@visual.example"],
        Content={
            "Simple": {
                "Subject": {"Data": subject},
                "Body": {"Text": {"Data": "Fertig, schön"}, "Html": {"Data": "<p>Fertig, schön"}},
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
        **more,
    )


def test_the_inbox_has_everything_that_was_sent(account: Account) -> None:
    account.client("sesv2").create_configuration_set(ConfigurationSetName="mails")
    send(account, "Your painting is ready", ConfigurationSetName="mails")

    mails = read_inbox(account.emulator.endpoint_url)

    mail = next(mail for mail in mails if mail.subject == "Your painting is ready")
    assert mail.to == ("visitor@b.example",)
    assert (mail.text, mail.html) == ("Fertig, schön", "<p>Fertig, schön")
    assert mail.headers == (("Auto-Submitted", "auto-generated"),)
    assert mail.reply_to == ("help@visual.example",)
    assert mail.configuration_set == "mails"


def test_a_mail_through_an_unknown_configuration_set_is_refused(account: Account) -> None:
    with pytest.raises(ClientError, match="NotFoundException"):
        send(account, "Lost", ConfigurationSetName=unique("nowhere"))
