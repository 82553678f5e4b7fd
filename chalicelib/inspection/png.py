"""PNG, also animated: sizes and timing from its chunks (PNG, third edition, W3C)."""

import struct
from collections.abc import Iterator

from chalicelib.inspection.kinds import Kind
from chalicelib.inspection.pictures import Outline, inspect_pictures
from chalicelib.inspection.refusals import cut_off, damaged
from chalicelib.inspection.rules import Rules
from chalicelib.jobs import ClipFacts


def inspect_png(data: bytes, rules: Rules) -> ClipFacts:
    """A still picture is one frame of no duration."""
    return inspect_pictures(data, Kind.PNG, _outline(data), rules)


def _outline(data: bytes) -> Outline:
    width, height, frames, first, milliseconds = 0, 0, 0, 0, 0.0
    animated = False
    for kind, start in _chunks(data):
        if (kind == b"IHDR") != ((width, height) == (0, 0)):
            raise damaged("it must begin with its only header")
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", data, start)
        elif kind == b"acTL":
            animated = True
        elif kind == b"IDAT" and animated and frames == 0:
            # A default picture that is no part of the animation; Pillow counts it as frame 0.
            first = 1
        elif kind == b"fcTL" and animated:
            numerator, denominator = struct.unpack_from(">HH", data, start + 20)
            frames += 1
            milliseconds += 1000 * numerator / (denominator or 100)
    if frames == 0:
        return Outline(width, height)
    return Outline(width, height, frames, round(milliseconds) / 1000, first)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Every chunk as (name, where its content starts), up to the last one, IEND."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 8 + length > len(data):
            raise cut_off()
        yield kind, at + 8
        at += 12 + length
