"""SES as the control plane sees it: one mail to one address."""

from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from chalicelib.errors import MailInFlight, MailNotTaken, MailRefused
from chalicelib.logs import logger
from chalicelib.mails import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


ONE_TRY = Config(
    connect_timeout=3, read_timeout=15, retries={"total_max_attempts": 1, "mode": "standard"}
)
"""The workflow tries again; a client that does so by itself could send a mail twice."""

QUICK = ONE_TRY.merge(Config(read_timeout=4))
"""For a question that a mail can do without."""

SUPPRESSED = "suppressed"

_FOR_GOOD = ("BadRequestException", "MessageRejected")


class Mailer:
    """Sends from the stage's verified address."""

    def __init__(
        self, ses: "SESV2Client", quick: "SESV2Client", sender: str, configuration_set: str
    ) -> None:
        self._ses = ses
        self._quick = quick
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, mail: Mail, address: str) -> None:
        """Raises MailNotTaken, MailRefused, or MailInFlight when SES did not answer in time.

        SES's own words name the address, so only its code goes on. What bounced or complained
        before is refused here: SES would take the mail and drop it without a word.
        """
        if self._is_suppressed(address):
            raise MailRefused(SUPPRESSED)
        try:
            self._send(mail, address)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            raise (MailRefused if code in _FOR_GOOD else MailNotTaken)(code) from None
        except ReadTimeoutError:
            raise MailInFlight("SES did not say whether it took the mail") from None
        except BotoCoreError as error:
            raise MailNotTaken(type(error).__name__) from None

    def _is_suppressed(self, address: str) -> bool:
        """Whether SES's suppression list has the address; no answer counts as no."""
        try:
            self._quick.get_suppressed_destination(EmailAddress=address)
        except self._quick.exceptions.NotFoundException:
            return False
        except ClientError as error:
            code = error.response["Error"]["Code"]
        except BotoCoreError as error:
            code = type(error).__name__
        else:
            return True
        logger.warning("SES does not say whether it suppresses an address", extra={"code": code})
        return False

    def _send(self, mail: Mail, address: str) -> None:
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
