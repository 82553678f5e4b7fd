"""PNG (also animated), JPEG and WebP files, decoded by Pillow."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from gpu_task.clip.chunks import Animation, read_png, read_webp
from gpu_task.clip.damage import damage_refused
from gpu_task.clip.lazy import LazyFrames
from gpu_task.clip.limits import Limits
from gpu_task.clip.model import Frame
from gpu_task.clip.source import Source
from gpu_task.errors import InvalidClip

_ORIENTATION, _SIDEWAYS = 0x0112, (5, 6, 7, 8)


def open_png(path: Path, limits: Limits) -> Source:
    """Open a PNG, animated or still."""
    animation = read_png(path.read_bytes(), limits)
    return _animated(path, animation, "PNG")


def open_webp(path: Path, limits: Limits) -> Source:
    """Open a WebP, animated or still."""
    animation = read_webp(path.read_bytes(), limits)
    return _animated(path, animation, "WEBP")


def open_jpeg(path: Path, limits: Limits) -> Source:
    """Open a JPEG: a clip of one frame, turned upright as its EXIF orientation says."""
    with _opened(path, "JPEG") as picture:
        limits.check_size(*picture.size)
    return _still(path, "JPEG")


def _animated(path: Path, animation: Animation, kind: str) -> Source:
    if len(animation.delays) == 1:
        return _still(path, kind, animation)
    picture = _opened(path, kind)
    return Source(
        animation.width,
        animation.height,
        animation.delays,
        animation.loop,
        PictureFrames(picture, animation.first, len(animation.delays)),
        picture.close,
    )


def _still(path: Path, kind: str, animation: Animation | None = None) -> Source:
    picture = _opened(path, kind)
    sideways = _orientation(picture) in _SIDEWAYS
    width, height = picture.size[::-1] if sideways else picture.size
    timing = animation or Animation(width, height, (0,), None)
    frames = PictureFrames(picture, timing.first, 1)
    return Source(width, height, timing.delays, timing.loop, frames, picture.close)


def _orientation(picture: Image.Image) -> object:
    """Anything, where the EXIF data make no sense."""
    try:
        with damage_refused("The picture is damaged: its EXIF data cannot be read"):
            return picture.getexif().get(_ORIENTATION, 1)
    except InvalidClip:
        picture.close()
        raise


class PictureFrames(LazyFrames):
    """Frames as Pillow composites them; going back decodes from the start."""

    def __init__(self, picture: Image.Image, first: int, count: int) -> None:
        super().__init__(count)
        self._picture = picture
        self._first = first

    def _decode(self, position: int) -> Frame:
        with damage_refused(
            f"Frame {position + 1} of the {self._picture.format} stops in the middle or is "
            "damaged; only whole clips can be painted"
        ):
            if self._picture.tell() != self._first + position:
                self._picture.seek(self._first + position)
            self._picture.load()
            upright = ImageOps.exif_transpose(self._picture) if len(self) == 1 else self._picture
            return frame_of(upright)


def frame_of(picture: Image.Image) -> Frame:
    """The picture as 8-bit RGB; pixels at least half opaque are opaque, partly ones over white."""
    if picture.mode.startswith("I"):
        # Pillow clips 16-bit grey to 255 instead of scaling it.
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    if not picture.has_transparency_data:
        return Frame(np.array(picture.convert("RGB")))
    rgba = np.array(picture.convert("RGBA"))
    opaque = rgba[..., 3] >= 128
    alpha = rgba[..., 3:].astype(np.uint16)
    blended = (rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
    rgb = np.where(opaque[..., None], blended, rgba[..., :3]).astype(np.uint8)
    return Frame(rgb, None if opaque.all() else opaque)


def _opened(path: Path, kind: str) -> Image.Image:
    with damage_refused(f"The {kind} cannot be decoded"):
        return Image.open(path, formats=(kind,))
