"""GIFs and pictures that the tests upload."""

import io
import random
from collections.abc import Sequence
from typing import Any

from PIL import Image


def gif(
    size: tuple[int, int] = (40, 32), delays: Sequence[int] = (100, 0, 250), **options: Any
) -> bytes:
    """Noise in a palette of its own for each frame; `delays` in milliseconds."""
    chance = random.Random(1)
    frames = [Image.frombytes("P", size, chance.randbytes(size[0] * size[1])) for _ in delays]
    for frame in frames:
        frame.putpalette(chance.randbytes(768))
    return _saved("GIF", frames, duration=list(delays), **options)


def picture(form: str, size: tuple[int, int] = (40, 32), **options: Any) -> bytes:
    """A still."""
    return _saved(form, _noise(1, size), **options)


def animation(form: str, delays: Sequence[int] = (100, 40, 250), **options: Any) -> bytes:
    """An animated PNG or WebP."""
    return _saved(form, _noise(len(delays), (40, 32)), duration=list(delays), **options)


def turned() -> Image.Exif:
    """What a camera that was held upright says."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def nearly_one_colour(difference: int) -> bytes:
    """Two halves whose red differs by so many levels."""
    image = Image.new("RGB", (64, 64), (80, 120, 130))
    image.paste((80 + difference, 120, 130), (0, 0, 64, 32))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _noise(count: int, size: tuple[int, int]) -> list[Image.Image]:
    chance = random.Random(2)
    length = size[0] * size[1] * 3
    return [Image.frombytes("RGB", size, chance.randbytes(length)) for _ in range(count)]


def _saved(form: str, frames: list[Image.Image], **options: Any) -> bytes:
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
    data = io.BytesIO()
    frames[0].save(data, form, **options)
    return data.getvalue()
