"""Animated WebP files whose frame count and delays are exactly the clip's.

libwebp's own animation encoder merges frames that look alike, so the container is written here and
Pillow encodes single pictures: https://developers.google.com/speed/webp/docs/riff_container
"""

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from gpu_task.clip.box import Box, bounds
from gpu_task.clip.chunks import riff_chunks
from gpu_task.clip.fit import fitting
from gpu_task.clip.model import ClipInfo, Frame, Frames, Mask, Pixels
from gpu_task.clip.palette import packed
from gpu_task.clip.replacing import replacing

_QUALITY = 88
_FEW_COLOURS = 256
_EFFORT = 4
_TOLERANCE = 2
_LONGEST_SIDE = 16383
_LONGEST_DELAY = 0xFFFFFF
_MOST_PLAYS = 0xFFFF
_HAS_ANIMATION, _HAS_ALPHA, _DO_NOT_BLEND = 0x02, 0x10, 0x02


def write_webp(path: str | Path, info: ClipInfo, frames: Frames) -> None:
    """Write the clip, reading `frames` once; whole or not at all.

    A GIF that repeats n times plays n + 1 times, which is what WebP counts. Raises ValueError when
    `frames` do not fit `info` or a WebP cannot hold them.
    """
    if max(info.width, info.height) > _LONGEST_SIDE:
        raise ValueError(f"A WebP holds at most {_LONGEST_SIDE} pixels a side, not {info}.")
    canvas = _Canvas(info.height, info.width)
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(b"RIFF\0\0\0\0WEBP" + _header(info))
        for frame, delay in zip(fitting(info, frames), info.delays, strict=True):
            file.write(canvas.draw(frame, min(delay, _LONGEST_DELAY)))
        size = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", size))


def _header(info: ClipInfo) -> bytes:
    plays = 1 if info.loop is None else min(info.loop and info.loop + 1, _MOST_PLAYS)
    extent = bytes((_HAS_ANIMATION | _HAS_ALPHA, 0, 0, 0))
    extent += _uint24(info.width - 1) + _uint24(info.height - 1)
    return _chunk(b"VP8X", extent) + _chunk(b"ANIM", struct.pack("<IH", 0, plays))


class _Canvas:
    """Remembers for what each pixel was last drawn, and redraws only what differs from that."""

    def __init__(self, height: int, width: int) -> None:
        self._target: Pixels = np.zeros((height, width, 3), np.uint8)
        self._opaque: Mask = np.zeros((height, width), np.bool_)

    def draw(self, frame: Frame, delay: int) -> bytes:
        """The ANMF chunk that turns what was drawn into `frame`."""
        opaque = np.ones_like(self._opaque) if frame.opaque is None else frame.opaque
        close = np.abs(frame.rgb.astype(np.int16) - self._target).max(-1) <= _TOLERANCE
        changed = opaque & ~(close & self._opaque)
        lost = self._opaque & ~opaque
        box = _on_even_pixels(bounds(changed | lost))
        # Blending keeps what is under see-through pixels; holes need the whole box replaced.
        replaced = bool(lost.any())
        alpha = opaque if replaced else changed
        if replaced:
            changed[box.area] |= opaque[box.area]
        self._target[changed] = frame.rgb[changed]
        self._opaque = opaque.copy()
        place = b"".join(
            _uint24(n) for n in (box.left // 2, box.top // 2, box.width - 1, box.height - 1, delay)
        )
        picture = _encoded(frame.rgb[box.area], alpha[box.area])
        return _chunk(b"ANMF", place + bytes((_DO_NOT_BLEND * replaced,)) + picture)


def _on_even_pixels(box: Box) -> Box:
    left, top = box.left & ~1, box.top & ~1
    return Box(left, top, box.width + box.left - left, box.height + box.top - top)


def _encoded(rgb: Pixels, alpha: Mask) -> bytes:
    """The bitstream chunks of one still picture."""
    pixels = rgb if alpha.all() else np.dstack((rgb, alpha * np.uint8(255)))
    # Drawings of few colours come out smaller without loss, and without smeared edges.
    few = len(np.unique(packed(rgb))) <= _FEW_COLOURS
    buffer = BytesIO()
    Image.fromarray(pixels).save(
        buffer, "WEBP", lossless=few, quality=_QUALITY, method=_EFFORT, use_sharp_yuv=True
    )
    chunks = riff_chunks(buffer.getvalue())
    return b"".join(_chunk(kind, data) for kind, data in chunks if kind != b"VP8X")


def _chunk(kind: bytes, data: bytes | memoryview) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) & 1)


def _uint24(value: int) -> bytes:
    return value.to_bytes(3, "little")
