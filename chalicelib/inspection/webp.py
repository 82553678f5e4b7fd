"""WebP, also animated: sizes and timing from its chunks (RFC 9649)."""

import struct
from collections.abc import Iterator

from chalicelib.inspection.kinds import Kind
from chalicelib.inspection.pictures import Outline, inspect_pictures
from chalicelib.inspection.refusals import cut_off
from chalicelib.inspection.rules import Rules
from chalicelib.jobs import ClipFacts


def inspect_webp(data: bytes, rules: Rules) -> ClipFacts:
    """A still picture is one frame of no duration."""
    return inspect_pictures(data, Kind.WEBP, _outline(data), rules)


def _outline(data: bytes) -> Outline:
    size, frames, milliseconds = (0, 0), 0, 0
    for kind, start in _chunks(data):
        if kind == b"VP8X":
            size = 1 + _uint24(data, start + 4), 1 + _uint24(data, start + 7)
        elif kind == b"VP8 " and size == (0, 0):
            width, height = struct.unpack_from("<HH", data, start + 6)
            size = width & 0x3FFF, height & 0x3FFF
        elif kind == b"VP8L" and size == (0, 0):
            (bits,) = struct.unpack_from("<I", data, start + 1)
            size = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif kind == b"ANMF":
            frames += 1
            milliseconds += _uint24(data, start + 12)
    return Outline(*size, max(frames, 1), milliseconds / 1000)


def _uint24(data: bytes, at: int) -> int:
    low, high = struct.unpack_from("<HB", data, at)
    return int(low | high << 16)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Every chunk as (name, where its content starts)."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise cut_off()
    at = 12
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise cut_off()
        yield kind, at + 8
        at += 8 + length + (length & 1)
