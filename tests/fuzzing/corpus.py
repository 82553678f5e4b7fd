"""What the mutations start from: real and broken files of every kind, made here."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image

from chalicelib.inspection.kinds import Kind, kind_of
from tests.chalicelib.clip_files import BROKEN, GOOD
from tests.chalicelib.pictures import turned
from tests.gpu_task.clip.raw_gif import RawGif, RawImage, blocks_of


@dataclass(frozen=True)
class Seed:
    """A file to start from."""

    name: str
    data: bytes


@cache
def corpus(kind: Kind) -> tuple[Seed, ...]:
    """All files of a kind, the same every time."""
    made = (Seed(name, make()) for name, make in (GOOD | BROKEN | _ODD).items())
    return tuple(seed for seed in made if kind_of(seed.data) is kind)


def _saved(form: str, mode: str, **options: object) -> bytes:
    """A smooth picture: small, so that mutations hit what stands around its pixels."""
    ramp = np.linspace(0, 255, 48 * 33 * 3).reshape(33, 48, 3).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(ramp).convert("RGB").convert(mode).save(data, form, **options)
    return data.getvalue()


def _gif_of_codes(codes: list[int]) -> bytes:
    image = RawImage(np.zeros((33, 40), np.uint8), data=blocks_of(codes))
    return RawGif(40, 33, (image, image), loop=0).encoded()


def _grey_of_16_bits() -> bytes:
    data = io.BytesIO()
    Image.fromarray(np.arange(40 * 33, dtype=np.uint16).reshape(33, 40) * 40).save(data, "PNG")
    return data.getvalue()


_ODD: dict[str, Callable[[], bytes]] = {
    "gif of one code again and again": lambda: _gif_of_codes([256, 1] + [258] * 400),
    "gif that clears at every code": lambda: _gif_of_codes([256, 1] * 40 * 33),
    "gif with 87a's mark": lambda: b"GIF87a" + _saved("GIF", "P")[6:],
    "png with a palette": lambda: _saved("PNG", "P", transparency=3),
    "png of black and white": lambda: _saved("PNG", "1"),
    "png of 16 bits": _grey_of_16_bits,
    "see-through png": lambda: _saved("PNG", "RGBA"),
    "png with a profile": lambda: _saved("PNG", "RGB", icc_profile=bytes(300), exif=turned()),
    "grey jpeg": lambda: _saved("JPEG", "L"),
    "jpeg in four colours": lambda: _saved("JPEG", "CMYK"),
    "jpeg with everything": lambda: _saved(
        "JPEG", "RGB", exif=turned(), icc_profile=bytes(300), comment=b"hello", dpi=(72, 72)
    ),
    "jpeg that starts anew": lambda: _saved("JPEG", "RGB", restart_marker_blocks=1),
    "see-through webp": lambda: _saved("WEBP", "RGBA"),
    "webp with everything": lambda: _saved(
        "WEBP", "RGBA", exif=turned(), icc_profile=bytes(300), lossless=True
    ),
}
