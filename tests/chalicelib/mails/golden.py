"""The mails as they should read: one example of each kind.

`python -m tests.chalicelib.mails.golden` writes them to `golden/` after a change that is meant.
"""

from pathlib import Path

from chalicelib.mails import Mail, MailContent, MailKind, page_url, render

FOLDER = Path(__file__).parent / "golden"
JOB = "1c0a9d4e-6f0b-4d65-9a0e-0c5f3f8f2b11"
REASONS = {
    MailKind.REJECTED: "The clip has 1,204 frames; 600 are allowed.",
    MailKind.CAPACITY_EXCEEDED: "We run as many GPU machines as AWS lets us run at once.",
    MailKind.FAILED: "The painting took longer than the 55 minutes it may take.",
}


def example(kind: MailKind) -> Mail:
    """The mail of one kind about an ordinary clip."""
    unread = kind is MailKind.REJECTED
    content = MailContent(
        job_id=JOB,
        page_url=page_url("https://visualneurons.example", JOB),
        kept_until="2026-11-30",
        style_title="The Starry Night",
        frames=None if unread else 24,
        seconds=None if unread else 2.4,
        reason=REASONS.get(kind),
    )
    return render(kind, content)


def main() -> None:
    """Write all golden files."""
    FOLDER.mkdir(exist_ok=True)
    for kind in MailKind:
        mail = example(kind)
        (FOLDER / f"{kind}.txt").write_text(f"Subject: {mail.subject}\n\n{mail.text}", "utf-8")
        (FOLDER / f"{kind}.html").write_text(mail.html, "utf-8")


if __name__ == "__main__":
    main()
