"""SES as the control plane sees it: one mail to one address."""

from typing import TYPE_CHECKING

from chalicelib.mails import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class Mailer:
    """Sends from the stage's verified address."""

    def __init__(self, ses: "SESV2Client", sender: str, configuration_set: str) -> None:
        self._ses = ses
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, mail: Mail, address: str) -> None:
        """Raises botocore's ClientError when SES does not take it: then nothing was sent."""
        self._ses.send_email(
            FromEmailAddress=self._sender,
            Destination={"ToAddresses": [address]},
            ConfigurationSetName=self._configuration_set,
            Content={
                "Simple": {
                    "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                    "Headers": [
                        {"Name": name, "Value": value} for name, value in mail.headers.items()
                    ],
                }
            },
        )
