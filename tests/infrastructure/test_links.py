"""What the documents link to inside the repository exists, headings included."""

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
LINK = re.compile(
    r"\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)|<(?:img|a)\b[^>]*?(?:src|href)=\"([^\"]+)\""
)


def documents() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.split()


def links(document: str) -> list[str]:
    text = FENCE.sub("", (ROOT / document).read_text("utf-8"))
    found = [first or second for first, second in LINK.findall(text)]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors(document: Path) -> set[str]:
    """The names that GitHub gives the headings of a document."""
    text = FENCE.sub("", document.read_text("utf-8"))
    headings = re.findall(r"^#{1,6} +(.+?) *#*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_dead(document: str, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (ROOT / document).parent / path if path else ROOT / document
    if not target.resolve().is_relative_to(ROOT) or not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target)


@pytest.mark.parametrize("document", documents())
def test_a_documents_links_lead_somewhere(document: str) -> None:
    assert [link for link in links(document) if is_dead(document, link)] == []


def test_the_documents_link_to_each_other() -> None:
    assert "docs/security.md#quotas-a-day" in links("README.md")
