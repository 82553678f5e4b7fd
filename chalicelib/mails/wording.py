"""How values read in a mail, and what of a visitor's own text may appear there."""

import datetime
import re
import textwrap
import unicodedata

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
    if seconds is None:
        return f"{frames} frames"
    rounded = f"{seconds:.2f}".rstrip("0").rstrip(".")
    return f"{frames} frames, {rounded} second{'' if rounded == '1' else 's'}"


def day(iso: str) -> str:
    """A day for people: `2026-11-30` as `30 November 2026`."""
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {date:%B %Y}"


def wrapped(text: str) -> str:
    """Wrap the paragraphs of a text; indented lines (facts, addresses) stay whole."""
    lines = (
        line if line.startswith("  ") else textwrap.fill(line, LINE, break_long_words=False)
        for line in text.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
