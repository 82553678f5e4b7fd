"""The styles that this stage offers, as the deployment laid them into the media bucket."""

import json
import time
from dataclasses import dataclass
from typing import Any

from chalicelib.object_store import ObjectStore

CATALOGUE_KEY = "styles/catalogue.json"
_FRESH_SECONDS = 300.0


@dataclass(frozen=True)
class Style:
    """A painting that a visitor can choose. `stand_in`: our own picture in its manner."""

    style_id: str
    title: str
    artist: str
    year: str
    rights: str
    stand_in: bool


class Catalogue:
    """Reads the catalogue at most every five minutes."""

    def __init__(self, media: ObjectStore) -> None:
        self._media = media
        self._styles: tuple[Style, ...] = ()
        self._read_at = float("-inf")

    def offered(self) -> tuple[Style, ...]:
        if time.monotonic() - self._read_at > _FRESH_SECONDS:
            entries = json.loads(self._media.read(CATALOGUE_KEY))["styles"]
            self._styles = tuple(_style(entry) for entry in entries if entry["offered"])
            self._read_at = time.monotonic()
        return self._styles

    def titles(self) -> dict[str, str]:
        """Titles by style id."""
        return {style.style_id: style.title for style in self.offered()}


def _style(entry: dict[str, Any]) -> Style:
    return Style(
        style_id=entry["id"],
        title=entry["title"],
        artist=entry["artist"],
        year=str(entry["year"]),
        rights=entry["rights"],
        stand_in=bool(entry["stand_in"]),
    )
