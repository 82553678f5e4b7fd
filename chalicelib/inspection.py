"""Looks into an uploaded file: is it a clip, whole, and within the limits?"""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from chalicelib.errors import InvalidUpload
from chalicelib.jobs import ClipFacts
from chalicelib.limits import Limits

CLIP_FORMATS = ("GIF", "PNG", "JPEG", "WEBP")
PICTURE_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
LEAST_SIDE = 16
LEAST_STYLE_SIDE = 32
"""Pixels: what the painter's coarsest scale still needs."""


def inspect_clip(data: bytes, limits: Limits) -> ClipFacts:
    """Decodes every frame once, each only after its size is known to be within the limits.

    Raises InvalidUpload with a reason that says what was found and what is allowed.
    """
    _check_bytes(len(data), limits)
    with _opened(data, CLIP_FORMATS, "a GIF, PNG, JPEG or WebP file") as image:
        frames, milliseconds = 0, 0.0
        for delay in _decoded_frames(image, limits):
            frames += 1
            milliseconds += delay
            if milliseconds / 1000 > limits.seconds:
                raise InvalidUpload(
                    f"The clip is longer than {limits.seconds} seconds, which is the limit."
                )
        return ClipFacts(frames, image.width, image.height, milliseconds / 1000)


def inspect_picture(data: bytes, limits: Limits) -> None:
    """Raises InvalidUpload unless the data is one whole picture, fit to be a style."""
    _check_bytes(len(data), limits)
    with _opened(data, PICTURE_FORMATS, "a PNG, JPEG, WebP or GIF picture") as image:
        _check_size(image, limits, "style picture", LEAST_STYLE_SIDE)
        _decode(image)
        if image.convert("RGB").getcolors(maxcolors=1) is not None:
            raise InvalidUpload("The style picture has one colour only; it needs at least two.")


def too_large(size: int, limits: Limits) -> InvalidUpload | None:
    """The refusal of a file by its size alone, before it is fetched."""
    if size <= limits.bytes:
        return None
    return InvalidUpload(
        f"The file has {size / 1e6:.1f} MB; the limit is {limits.bytes / 1e6:.1f} MB."
    )


def _check_bytes(size: int, limits: Limits) -> None:
    if size == 0:
        raise InvalidUpload("The file is empty.")
    refusal = too_large(size, limits)
    if refusal is not None:
        raise refusal


def _opened(data: bytes, formats: tuple[str, ...], wanted: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=formats)
    except UnidentifiedImageError:
        raise InvalidUpload(f"The file is not {wanted}, whatever its name says.") from None
    except Image.DecompressionBombError:
        raise InvalidUpload("The file unpacks to far more pixels than the limit.") from None
    except Exception as error:
        raise InvalidUpload("The file is damaged: its header cannot be read.") from error


def _decoded_frames(image: Image.Image, limits: Limits) -> Iterator[float]:
    """Yields each frame's delay in milliseconds."""
    index = 0
    while True:
        _check_size(image, limits, "clip")
        _decode(image)
        yield float(image.info.get("duration", 0) or 0)
        index += 1
        if not _seek(image, index):
            return
        if index >= limits.frames:
            raise InvalidUpload(
                f"The clip has more than {limits.frames} frames, which is the limit."
            )


def _seek(image: Image.Image, index: int) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image.seek(index)
    except EOFError:
        return False
    except Image.DecompressionBombError:
        raise InvalidUpload("The file unpacks to far more pixels than the limit.") from None
    except Exception as error:
        raise InvalidUpload(f"The file is damaged: frame {index + 1} cannot be read.") from error
    return True


def _decode(image: Image.Image) -> None:
    try:
        image.load()
    except Exception as error:
        raise InvalidUpload(
            "The file is damaged or was cut off: a part of the picture is missing."
        ) from error


def _check_size(image: Image.Image, limits: Limits, what: str, least: int = LEAST_SIDE) -> None:
    width, height = image.size
    if width * height > limits.pixels:
        raise InvalidUpload(
            f"The {what} is {width} × {height} pixels ({width * height / 1e6:.1f} million); "
            f"the limit is {limits.pixels / 1e6:.1f} million."
        )
    if min(width, height) < least:
        raise InvalidUpload(
            f"The {what} is {width} × {height} pixels; each side must have at least {least}."
        )
