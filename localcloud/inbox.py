"""The mails that the local cloud has sent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from localcloud.admin import ask


@dataclass(frozen=True)
class Mail:
    """One mail as it was handed to SES."""

    message_id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    reply_to: tuple[str, ...]
    configuration_set: str | None
    sent_at: datetime

    def as_eml(self) -> bytes:
        """The mail as a file that mail programs open."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.sent_at)
        message["Message-ID"] = f"<{self.message_id}>"
        if self.reply_to:
            message["Reply-To"] = ", ".join(self.reply_to)
        for name, value in self.headers:
            message[name] = value
        message.set_content(self.text)
        if self.html:
            message.add_alternative(self.html, subtype="html")
        return message.as_bytes()


def read_inbox(endpoint_url: str) -> tuple[Mail, ...]:
    """All mails sent so far, the oldest first."""
    records = ask(endpoint_url, "GET", "mails")
    return tuple(sorted((_mail(record) for record in records), key=lambda mail: mail.sent_at))


def _mail(record: dict[str, Any]) -> Mail:
    return Mail(
        message_id=record["MessageId"],
        sender=record["Source"],
        to=tuple(record["To"]),
        subject=record["Subject"],
        text=record.get("BodyText") or "",
        html=record.get("BodyHtml") or "",
        headers=tuple((item["Name"], item["Value"]) for item in record.get("Headers", [])),
        reply_to=tuple(record.get("ReplyToAddresses", [])),
        configuration_set=record.get("ConfigurationSetName"),
        sent_at=datetime.fromtimestamp(record["Timestamp"], UTC),
    )
