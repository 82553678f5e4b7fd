import pytest

from localcloud.inbox import read_inbox
from tests.localcloud.account import Account, unique

MEND = "suppressed_destinations"

SENDER = "paint@visual.example"
CONTENT = {"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}}


def send(account: Account, address: str, suppressed: list[str]) -> None:
    """A mail of a configuration set that suppresses for these reasons."""
    ses, name = account.client("sesv2"), unique("set")
    ses.create_configuration_set(
        ConfigurationSetName=name, SuppressionOptions={"SuppressedReasons": suppressed}
    )
    ses.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": [address]},
        ConfigurationSetName=name,
        Content=CONTENT,
    )


def delivered(account: Account, address: str) -> int:
    return sum(mail.to == (address,) for mail in read_inbox(account.emulator.endpoint_url))


def complainer(account: Account) -> str:
    """An address that complained."""
    ses, address = account.client("sesv2"), f"{unique('who')}+x@b.example"
    ses.create_email_identity(EmailIdentity=SENDER)
    ses.put_suppressed_destination(EmailAddress=address, Reason="COMPLAINT")
    return address


def test_who_complained_is_on_the_list_until_taken_off(account: Account) -> None:
    ses, address = account.client("sesv2"), complainer(account)
    found = ses.get_suppressed_destination(EmailAddress=address)["SuppressedDestination"]
    assert (found["EmailAddress"], found["Reason"]) == (address, "COMPLAINT")
    ses.delete_suppressed_destination(EmailAddress=address)
    with pytest.raises(ses.exceptions.NotFoundException):
        ses.get_suppressed_destination(EmailAddress=address)


def test_a_mail_is_not_delivered_for_the_reasons_of_its_configuration_set(
    account: Account,
) -> None:
    address = complainer(account)
    send(account, address, ["BOUNCE", "COMPLAINT"])
    assert delivered(account, address) == 0
    send(account, address, ["BOUNCE"])
    assert delivered(account, address) == 1
