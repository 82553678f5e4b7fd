"""Brings the catalogue of styles to the painter's bucket and its pictures' thumbnails to the page.

The catalogue is read as the file that it is: gpu_task's code needs what painting needs.
"""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from infrastructure.objects import CACHE_FOR_A_DAY, Bucket, Entry

STYLES = Path(__file__).resolve().parent.parent / "gpu_task" / "styles"
THUMBNAIL_WIDTH = 480
_THUMBNAIL_QUALITY = 82


@dataclass(frozen=True)
class StyleFiles:
    """A style as it is deployed: its entry of the catalogue and its picture."""

    entry: dict[str, Any]
    picture: Path


def read_styles(folder: Path = STYLES) -> tuple[StyleFiles, ...]:
    """All styles; a picture in `local/` takes its stand-in's place, and the style is offered."""
    catalogue = json.loads((folder / "catalogue.json").read_text("utf-8"))
    return tuple(_with_picture(entry, folder) for entry in catalogue["styles"])


def upload_styles(media: Bucket, website: Bucket, styles: tuple[StyleFiles, ...]) -> int:
    """Upload catalogue, pictures and thumbnails. Returns how many objects were written."""
    catalogue = json.dumps({"styles": [style.entry for style in styles]}, indent=2)
    written = [media.put(Entry("styles/catalogue.json", catalogue.encode(), "application/json"))]
    for style in styles:
        name = f"styles/{style.entry['id']}.jpg"
        small = Entry(name, thumbnail(style.picture), "image/jpeg", CACHE_FOR_A_DAY)
        written.append(media.put(Entry(name, style.picture.read_bytes(), "image/jpeg")))
        written.append(website.put(small))
    return sum(written)


def thumbnail(picture: Path) -> bytes:
    """The picture as a JPEG, no wider than the page shows it."""
    with Image.open(picture) as source:
        image = source.convert("RGB")
    if image.width > THUMBNAIL_WIDTH:
        height = round(image.height * THUMBNAIL_WIDTH / image.width)
        image = image.resize((THUMBNAIL_WIDTH, height), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=_THUMBNAIL_QUALITY, optimize=True, progressive=True)
    return encoded.getvalue()


def _with_picture(entry: dict[str, Any], folder: Path) -> StyleFiles:
    local = folder / "local" / entry["picture"]
    if not local.is_file():
        return StyleFiles(entry, folder / "pictures" / entry["picture"])
    credit = json.loads(local.with_suffix(".json").read_text("utf-8"))
    return StyleFiles({**entry, **credit, "stand_in": False, "offered": True}, local)
