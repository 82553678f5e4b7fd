"""Brings the built page to its bucket, with the settings that it reads at its start."""

import json
import mimetypes
import re
from pathlib import Path
from typing import Any

from infrastructure.objects import ASK_EVERY_TIME, CACHE_FOR_EVER, Bucket, Entry

DIST = Path(__file__).resolve().parent.parent / "website" / "dist"
CONFIG = "config.json"
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
"""Build tools put a hash of the content into such names: another content has another name."""


def page_files(dist: Path = DIST) -> tuple[Entry, ...]:
    """The built page's files; none when it is not built. The page itself comes last."""
    files = sorted(file for file in dist.rglob("*") if file.is_file() and file.name != CONFIG)
    files.sort(key=lambda file: file.suffix == ".html")
    return tuple(_entry(file.relative_to(dist), file.read_bytes()) for file in files)


def upload_site(website: Bucket, files: tuple[Entry, ...], config: dict[str, Any]) -> int:
    """Upload what differs, the page last, and remove what the page has no more.

    Returns how many objects were written or removed.
    """
    settings = json.dumps(config, indent=2).encode()
    entries = (Entry(CONFIG, settings, "application/json", ASK_EVERY_TIME), *files)
    written = sum(website.put(entry) for entry in entries)
    if not files:
        return written
    wanted = {CONFIG, *(entry.key for entry in files)}
    stale = [key for key in website.names() if key not in wanted and not key.startswith("styles/")]
    website.delete(stale)
    return written + len(stale)


def _entry(name: Path, body: bytes) -> Entry:
    kind = mimetypes.guess_type(name.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("application/json", "application/javascript"):
        kind += "; charset=utf-8"
    hashed = len(name.parts) > 1 and _HASHED.search(name.name)
    return Entry(name.as_posix(), body, kind, CACHE_FOR_EVER if hashed else ASK_EVERY_TIME)
