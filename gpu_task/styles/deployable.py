"""What a deployment puts into its buckets so that visitors can choose a style."""

import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from gpu_task.styles.catalogue import STORED_FIELDS, Style, load_catalogue
from gpu_task.styles.pictures import jpeg, read_picture

THUMBNAIL_WIDTH = 480


@dataclass(frozen=True)
class DeployableStyle:
    """One offered style: `picture` is the file to paint like, `thumbnail` a small JPEG of it."""

    style: Style
    picture: Path
    thumbnail: bytes


@dataclass(frozen=True)
class DeployableCatalogue:
    """The offered styles and the catalogue file that lists exactly them."""

    styles: tuple[DeployableStyle, ...]
    catalogue_json: bytes


def offered(styles: tuple[Style, ...] | None = None) -> tuple[Style, ...]:
    """The styles that visitors may choose."""
    styles = load_catalogue() if styles is None else styles
    return tuple(style for style in styles if style.offered)


def deployable_catalogue(styles: tuple[Style, ...] | None = None) -> DeployableCatalogue:
    """Everything to upload, for all offered styles."""
    chosen = offered(styles)
    entries = [{name: getattr(style, name) for name in STORED_FIELDS} for style in chosen]
    return DeployableCatalogue(
        styles=tuple(
            DeployableStyle(style, style.path, _thumbnail(style.path)) for style in chosen
        ),
        catalogue_json=json.dumps({"styles": entries}, ensure_ascii=False, indent=2).encode(),
    )


def _thumbnail(path: Path) -> bytes:
    image: Image.Image = read_picture(path.read_bytes())
    return jpeg(image, widest=THUMBNAIL_WIDTH)
