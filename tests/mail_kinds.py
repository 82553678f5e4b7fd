"""Mails in the inbox, told apart by their subjects."""

from chalicelib.mails import MailContent, MailKind, render
from localcloud.cloud import LocalCloud
from localcloud.inbox import Mail


def kind_of(mail: Mail) -> MailKind:
    """Which of our mails it is."""
    return _KINDS[mail.subject]


def mails_to(address: str, cloud: LocalCloud) -> list[MailKind]:
    """The kinds of the mails that went to the address alone, in their order."""
    return [kind_of(mail) for mail in cloud.inbox() if mail.to == (address,)]


def _subject(kind: MailKind, frames: int) -> str:
    content = MailContent(
        job_id="x",
        page_url="https://paint.example/#job=x",
        kept_until="2026-01-01",
        style_title="The Starry Night",
        frames=frames,
        seconds=0.2,
        reason="because",
    )
    return render(kind, content).subject


_KINDS = {_subject(kind, frames): kind for kind in MailKind for frames in (1, 2)}
