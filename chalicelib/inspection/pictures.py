"""What Pillow decodes: every frame once, so that a file with a missing part is found out."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps

from chalicelib.errors import InvalidUpload
from chalicelib.inspection.kinds import Kind
from chalicelib.inspection.refusals import damaged
from chalicelib.inspection.rules import Rules
from chalicelib.jobs import ClipFacts


@dataclass(frozen=True)
class Outline:
    """What the structure says before a pixel is decoded.

    `first` is the position of the clip's first frame among those that Pillow counts.
    """

    width: int
    height: int
    frames: int = 1
    seconds: float = 0.0
    first: int = 0


def inspect_jpeg(data: bytes, rules: Rules) -> ClipFacts:
    """A clip of one frame, turned upright as its EXIF orientation says."""
    with opened(data, Kind.JPEG) as picture:
        width, height = picture.size
    return inspect_pictures(data, Kind.JPEG, Outline(width, height), rules)


def inspect_pictures(data: bytes, kind: Kind, outline: Outline, rules: Rules) -> ClipFacts:
    """Holds the outline against the rules, and only then decodes what it outlines."""
    rules.check_size(outline.width, outline.height)
    rules.check_frames(outline.frames)
    rules.check_seconds(outline.seconds)
    with opened(data, kind) as picture:
        rules.check_size(*picture.size)
        for number in range(1, outline.frames + 1):
            decoded(picture, outline.first + number - 1, number)
        width, height = outline.width, outline.height
        if outline.frames == 1:
            width, height = _upright_size(picture)
    return ClipFacts(outline.frames, width, height, outline.seconds)


def opened(data: bytes, kind: Kind) -> Image.Image:
    """Decodes nothing yet; raises InvalidUpload when Pillow cannot read the header."""
    try:
        with _unwarned():
            return Image.open(io.BytesIO(data), formats=(kind,))
    except Image.DecompressionBombError:
        raise InvalidUpload("The file unpacks to far more pixels than the limit.") from None
    except Exception as error:
        raise damaged("its beginning cannot be read") from error


def decoded(picture: Image.Image, position: int = 0, number: int = 1) -> Image.Image:
    """A frame in RGB, as the painter takes it."""
    try:
        if picture.tell() != position:
            picture.seek(position)
        return picture.convert("RGB")
    except Exception as error:
        raise frame_missing(number) from error


def frame_missing(number: int) -> InvalidUpload:
    whole = "the picture" if number == 1 else f"frame {number}"
    return damaged(f"a part of {whole} is missing")


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    try:
        with _unwarned():
            return ImageOps.exif_transpose(picture).size
    except (OSError, SyntaxError, ValueError, TypeError, struct.error) as error:
        raise damaged("what it says about its orientation cannot be read") from error


@contextmanager
def _unwarned() -> Iterator[None]:
    """Pillow warns of big pictures and odd EXIF data: the rules, and its errors, decide here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
