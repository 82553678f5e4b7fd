"""How values read in a mail, and what of a visitor's own text may appear there."""

import re
import textwrap
import unicodedata
from datetime import datetime

LONGEST_REASON = 500
LONGEST_TITLE = 100
LINE = 76

# Anyone can have a mail sent to anyone: text that a visitor can influence must carry no link.
_LINK = re.compile(r"\S*://\S*|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}/\S*", re.IGNORECASE)


def plain(text: str, longest: int) -> str:
    """One line of visible characters without links, cut at `longest`."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    line = _LINK.sub("(link removed)", " ".join(visible.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def extent(frames: int | None, seconds: float | None) -> str | None:
    """How long a clip is: `24 frames, 2.4 seconds`; None where nothing is known."""
    if frames is None:
        return None
    if frames == 1:
        return "one picture"
    return f"{frames} frames" if seconds is None else f"{frames} frames, {seconds:.3g} seconds"


def date(when: datetime) -> str:
    """A date for people, in UTC as everything of a job: `30 November 2026`."""
    return f"{when.day} {when:%B %Y}"


def days(count: int) -> str:
    """`1 day`, `7 days`."""
    return "1 day" if count == 1 else f"{count} days"


def wrapped(text: str) -> str:
    """Wrap the paragraphs of a text; indented lines (facts, addresses) stay whole."""
    lines = (
        line if line.startswith("  ") else textwrap.fill(line, LINE, break_long_words=False)
        for line in text.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
