"""Checks and sizes of style pictures."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")
SMALLEST_SIDE = 64
MOST_PIXELS = 100_000_000
JPEG_QUALITY = 88


class InvalidPicture(ValueError):
    """The bytes are no picture that can be painted like; the message says why."""


def check_picture(path: Path) -> None:
    """Raise `InvalidPicture` unless the file holds a whole picture of an allowed type and size."""
    read_picture(path.read_bytes())


def read_picture(content: bytes) -> Image.Image:
    """Decode a picture to RGB, upright, transparent parts on white; raise `InvalidPicture`."""
    try:
        # Pillow only warns between one and two times its own limit; the limit here is explicit.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _check_size(*image.size)
                image.load()
                return upright(image)
    except InvalidPicture:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        allowed = ", ".join(FORMATS)
        raise InvalidPicture(f"it is no complete picture ({allowed} are allowed).") from error


def upright(image: Image.Image) -> Image.Image:
    """In RGB, turned as its EXIF orientation says, transparent parts on white."""
    turned = ImageOps.exif_transpose(image)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    rgba = turned.convert("RGBA")
    ground = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(ground, rgba).convert("RGB")


def jpeg(image: Image.Image, longest: int | None = None, widest: int | None = None) -> bytes:
    """Encode as JPEG, shrunk to at most `longest` pixels a side and `widest` pixels across."""
    width, height = image.size
    scale = min(
        1.0,
        longest / max(width, height) if longest else 1.0,
        widest / width if widest else 1.0,
    )
    if scale < 1.0:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        image = image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _check_size(width: int, height: int) -> None:
    if min(width, height) < SMALLEST_SIDE:
        raise InvalidPicture(
            f"it is {width} by {height} pixels; {SMALLEST_SIDE} a side are the least."
        )
    if width * height > MOST_PIXELS:
        raise InvalidPicture(
            f"it has {width * height:,} pixels; {MOST_PIXELS:,} are the most that is read."
        )
