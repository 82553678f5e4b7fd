"""GIF: its blocks (GIF89a specification, W3C) are walked to the end mark, its pictures decoded.

Pillow alone takes a GIF that stops between two frames for a whole one. Every picture is decoded as
a GIF of its own: then the canvas, which Pillow would fill and dispose of, costs nothing.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.inspection.kinds import Kind
from chalicelib.inspection.pictures import frame_missing, opened
from chalicelib.inspection.refusals import damaged
from chalicelib.inspection.rules import Rules
from chalicelib.jobs import ClipFacts

_IMAGE, _EXTENSION, _TRAILER = b",!;"
_GRAPHIC_CONTROL = 0xF9
_SCREEN = 13
_PALETTE = bytes(range(255, -1, -1)) * 3


@dataclass(frozen=True)
class _Image:
    """One image block; `delay` in hundredths of a second, `data` its compressed pixels."""

    left: int
    top: int
    width: int
    height: int
    interlaced: bool
    delay: int
    data: slice


def inspect_gif(data: bytes, rules: Rules) -> ClipFacts:
    """Counts all frames before it decodes one. Delays are added up as they are written."""
    width, height = struct.unpack_from("<HH", data, 6)
    if 0 in (width, height):
        rules.check_size(width, height)
    frames, centiseconds = 0, 0
    for image in _images(data):
        if frames == 0:
            # Browsers let the first image widen a canvas that is too small for it.
            width = max(width, image.left + image.width)
            height = max(height, image.top + image.height)
        if 0 in (image.width, image.height):
            raise damaged(f"frame {frames + 1} has no pixels")
        rules.check_pixels(image.width, image.height)
        frames += 1
        centiseconds += image.delay
    rules.check_size(width, height)
    rules.check_frames(frames)
    rules.check_seconds(centiseconds / 100)
    for number, image in enumerate(_images(data), start=1):
        _decode(data, image, number)
    return ClipFacts(frames, width, height, centiseconds / 100)


def _images(data: bytes) -> Iterator[_Image]:
    """All images in order; IndexError or struct.error where the file ends before its end mark."""
    at = _SCREEN + _palette_size(data[10])
    delay = 0
    while (block := data[at]) != _TRAILER:
        if block == _EXTENSION:
            delay = _delay(data, at + 1, delay)
            at = _past_blocks(data, at + 2)
        elif block == _IMAGE:
            left, top, width, height, flags = struct.unpack_from("<HHHHB", data, at + 1)
            start = at + 10 + _palette_size(flags)
            at = _past_blocks(data, start + 1)
            interlaced = bool(flags & 0x40)
            yield _Image(left, top, width, height, interlaced, delay, slice(start, at))
            delay = 0
        else:
            raise damaged(f"no part of a GIF begins as byte {at} does")


def _palette_size(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _delay(data: bytes, at: int, delay: int) -> int:
    """The delay that holds after the extension at its label; only a graphic control changes it."""
    if data[at] != _GRAPHIC_CONTROL:
        return delay
    if data[at + 1] < 4:
        return 0
    return int.from_bytes(data[at + 3 : at + 5], "little")


def _past_blocks(data: bytes, at: int) -> int:
    while size := data[at]:
        at += size + 1
    return at + 1


def _decode(data: bytes, image: _Image, number: int) -> None:
    size = (image.width, image.height)
    alone = (
        b"GIF89a",
        struct.pack("<HHBBB", *size, 0x87, 0, 0),
        _PALETTE,
        struct.pack("<BHHHHB", _IMAGE, 0, 0, *size, image.interlaced << 6),
        data[image.data],
        b";",
    )
    with opened(b"".join(alone), Kind.GIF) as picture:
        try:
            picture.load()
        except Exception as error:
            raise frame_missing(number) from error
