"""Sizes and timing of PNG and WebP files from their chunks, before Pillow decodes a pixel.

PNG (third edition, with APNG's acTL and fcTL): https://www.w3.org/TR/png-3/
WebP container: https://developers.google.com/speed/webp/docs/riff_container
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gpu_task.clip.limits import Limits
from gpu_task.errors import InvalidClip

Buffer = bytes | memoryview


@dataclass(frozen=True)
class Animation:
    """What the chunks say: canvas size, delays in milliseconds, loop count as in ClipInfo.

    `first` is the position of the animation's first frame among the pictures that Pillow counts;
    a PNG's default picture may stand before it.
    """

    width: int
    height: int
    delays: tuple[int, ...]
    loop: int | None
    first: int = 0


def read_png(data: Buffer, limits: Limits) -> Animation:
    """Walk a PNG's chunks to its end; a still picture has one delay of 0."""
    size, plays, times, first = (0, 0), None, [0.0], 0
    for kind, chunk in _png_chunks(data):
        if (kind == b"IHDR") != (size == (0, 0)):
            raise InvalidClip("The PNG is damaged: it must begin with its only header.")
        if kind == b"IHDR":
            size = struct.unpack(">II", chunk[:8])
            limits.check_size(*size)
        elif kind == b"acTL":
            plays = struct.unpack(">I", chunk[4:8])[0]
        elif kind == b"IDAT" and plays is not None and len(times) == 1:
            first = 1
        elif kind == b"fcTL" and plays is not None:
            numerator, denominator = struct.unpack(">HH", chunk[20:24])
            times.append(times[-1] + 1000 * numerator / (denominator or 100))
            limits.check_frames(len(times) - 1)
            limits.check_seconds(times[-1] / 1000)
    if plays is None or len(times) == 1:
        return Animation(*size, (0,), None)
    return Animation(*size, delays_between(times), _loop_of_plays(plays), first)


def read_webp(data: Buffer, limits: Limits) -> Animation:
    """Walk a WebP's chunks to its end; a still picture has one delay of 0."""
    size, plays, delays = (0, 0), 1, []
    for kind, chunk in riff_chunks(data):
        if kind == b"VP8X":
            size = 1 + _uint24(chunk, 4), 1 + _uint24(chunk, 7)
        elif kind == b"VP8 " and size == (0, 0):
            size = struct.unpack("<HH", chunk[6:10])
            size = size[0] & 0x3FFF, size[1] & 0x3FFF
        elif kind == b"VP8L" and size == (0, 0):
            bits = int.from_bytes(chunk[1:5], "little")
            size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"ANIM":
            plays = int.from_bytes(chunk[4:6], "little")
        elif kind == b"ANMF":
            delays.append(_uint24(chunk, 12))
            limits.check_frames(len(delays))
            limits.check_seconds(sum(delays) / 1000)
    limits.check_size(*size)
    return Animation(*size, tuple(delays) or (0,), _loop_of_plays(plays) if delays else None)


def delays_between(times: list[float]) -> tuple[int, ...]:
    """Whole milliseconds between points in time, rounded so that errors never add up."""
    rounded = [round(time) for time in times]
    return tuple(after - before for before, after in pairwise(rounded))


def _loop_of_plays(plays: int) -> int | None:
    """GIF's loop count (repeats after the first play) for APNG's and WebP's number of plays."""
    if plays == 0:
        return 0
    return None if plays == 1 else plays - 1


def _uint24(chunk: Buffer, at: int) -> int:
    return int.from_bytes(chunk[at : at + 3], "little")


def _png_chunks(data: Buffer) -> Iterator[tuple[bytes, Buffer]]:
    at, kind = 8, b""
    while kind != b"IEND":
        head = bytes(_piece(data, at, 8, "PNG"))
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        yield kind, _piece(data, at + 8, length, "PNG")
        at += 12 + length


def riff_chunks(data: Buffer) -> Iterator[tuple[bytes, Buffer]]:
    """Every chunk of a WebP file as (name, content); raises InvalidClip where the file ends."""
    end = 8 + int.from_bytes(_piece(data, 4, 4, "WebP"), "little")
    _piece(data, 8, end - 8, "WebP")
    at = 12
    while at + 8 <= end:
        head = bytes(data[at : at + 8])
        length = int.from_bytes(head[4:], "little")
        yield head[:4], _piece(data, at + 8, length, "WebP")
        at += 8 + length + (length & 1)


def _piece(data: Buffer, at: int, length: int, name: str) -> Buffer:
    if at + length > len(data):
        raise InvalidClip(
            f"The {name} stops in the middle after {len(data)} bytes: it was cut off; "
            "only whole files can be painted."
        )
    return data[at : at + length]
