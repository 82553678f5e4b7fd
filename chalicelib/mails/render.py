"""Renders a mail from its templates: HTML escaped by default, every name defined."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from chalicelib.mails.model import Mail, MailContent, MailKind
from chalicelib.mails.wording import (
    LONGEST_REASON,
    LONGEST_TITLE,
    day,
    extent,
    plain,
    wrapped,
)

SUBJECTS = {
    MailKind.ACCEPTED: "We have your {thing}: the painting is about to start",
    MailKind.READY: "Your {thing} is painted",
    MailKind.REJECTED: "We could not accept your {thing}",
    MailKind.CAPACITY_EXCEEDED: "No painter is free right now: please try again later",
    MailKind.FAILED: "Sorry, your {thing} could not be painted",
}

# RFC 3834: out-of-office robots do not answer what says that it was sent by a machine.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(kind: MailKind, content: MailContent) -> Mail:
    """Render one mail; values from outside are cleaned, and no field can add a header or markup."""
    values = _values(content)
    subject = SUBJECTS[kind].format(thing=values["thing"])
    values["subject"] = subject
    return Mail(
        subject=subject,
        text=wrapped(_templates.get_template(f"{kind}.txt").render(values)),
        html=_templates.get_template(f"{kind}.html").render(values),
        headers=HEADERS,
    )


def _values(content: MailContent) -> dict[str, str | None]:
    return {
        "thing": "picture" if content.frames == 1 else "clip",
        "job_id": plain(content.job_id, LONGEST_TITLE),
        "page_url": content.page_url,
        "site_url": content.site_url,
        "style": plain(content.style_title, LONGEST_TITLE) if content.style_title else None,
        "extent": extent(content.frames, content.seconds),
        "reason": plain(content.reason, LONGEST_REASON) if content.reason else None,
        "kept_until": day(content.kept_until),
    }
