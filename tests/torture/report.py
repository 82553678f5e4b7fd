"""Writes what was measured into docs/reliability.md, each command into its own section."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def write_section(name: str, text: str, document: Path = DOCUMENT) -> None:
    """Replaces what stands between the section's marks. Raises ValueError when there are none."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    old = document.read_text()
    pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(old):
        raise ValueError(f"{document.name} has no section {begin} … {end}")
    document.write_text(pattern.sub(lambda _: f"{begin}\n{text.strip()}\n{end}", old))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; a head that begins with `>` makes a column of numbers."""
    lines = [
        "| " + " | ".join(head.lstrip(">") for head in heads) + " |",
        "| " + " | ".join("---:" if head.startswith(">") else "---" for head in heads) + " |",
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows),
    ]
    return "\n".join(lines)


def machine() -> str:
    """This machine, in words."""
    cores = os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {cores} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def today() -> str:
    """The date, as the document shows it."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
