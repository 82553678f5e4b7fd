"""Where the numbers and the parts of a clip file are, so that a mutation can aim at them.

The walks read what mutations have already broken: they stop where a file no longer makes sense, and
what was found until there is the layout.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from chalicelib.inspection.kinds import Kind, kind_of

_MOST = 3000
"""Finds: a mutation that repeats parts again and again must not make the next one slow."""


@dataclass(frozen=True)
class Number:
    """A whole number of `size` bytes at `at`."""

    at: int
    size: int
    order: Literal["little", "big"]


@dataclass(frozen=True)
class Part:
    """A block, chunk, segment, box or element, its head included."""

    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """What was found in a file."""

    numbers: tuple[Number, ...]
    parts: tuple[Part, ...]


Finds = Iterator[Number | Part]


def layout_of(data: bytes) -> Layout:
    """Never raises; empty for a file of no known kind."""
    kind = kind_of(data)
    found: list[Number | Part] = []
    if kind is not None:
        with suppress(IndexError, struct.error):
            found.extend(islice(_WALKS[kind](data), _MOST))
    inside = [one for one in found if _end(one) <= len(data)]
    return Layout(
        tuple(one for one in inside if isinstance(one, Number)),
        tuple(one for one in inside if isinstance(one, Part)),
    )


def _end(one: Number | Part) -> int:
    return one.at + one.size if isinstance(one, Number) else one.end


def _little(at: int, *sizes: int) -> Finds:
    for size in sizes:
        yield Number(at, size, "little")
        at += size


def _big(at: int, *sizes: int) -> Finds:
    for size in sizes:
        yield Number(at, size, "big")
        at += size


def _gif(data: bytes) -> Finds:
    yield from _little(6, 2, 2, 1, 1, 1)
    at = 13 + _palette(data[10])
    while at < len(data):
        start, block = at, data[at]
        if block == ord("!"):
            yield from _little(at + 1, 1, 1, 1, 2, 1)
            at += 2
        elif block == ord(","):
            yield from _little(at + 1, 2, 2, 2, 2, 1)
            at += 10 + _palette(data[at + 9])
            yield Number(at, 1, "little")
            at += 1
        else:
            return
        while data[at]:
            yield Number(at, 1, "little")
            at += 1 + data[at]
        yield Number(at, 1, "little")
        at += 1
        yield Part(start, at)


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


_PNG_FIELDS = {
    b"IHDR": (4, 4, 1, 1, 1, 1, 1),
    b"acTL": (4, 4),
    b"fcTL": (4, 4, 4, 4, 4, 2, 2, 1, 1),
    b"fdAT": (4,),
    b"gAMA": (4,),
    b"pHYs": (4, 4, 1),
}


def _png(data: bytes) -> Finds:
    at = 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        yield Number(at, 4, "big")
        yield Part(at, at + 12 + length)
        yield from _big(at + 8, *_PNG_FIELDS.get(kind, ()))
        if kind == b"eXIf":
            yield from _exif(data, at + 8)
        at += 12 + length


def _jpeg(data: bytes) -> Finds:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield Number(at + 1, 1, "big")
        yield Number(at + 2, 2, "big")
        yield Part(at, at + 2 + length)
        if marker in (0xC0, 0xC1, 0xC2):
            yield from _big(at + 4, 1, 2, 2, 1, 1, 1, 1)
        elif data[at + 4 : at + 10] == b"Exif\0\0":
            yield from _exif(data, at + 10)
        else:
            yield from _big(at + 4, 1, 1, 1)
        at += 2 + length
        if marker == 0xDA:
            return


def _exif(data: bytes, at: int) -> Finds:
    """The first directory of a TIFF header, where the orientation is."""
    order: Literal["little", "big"] = "little" if data[at : at + 2] == b"II" else "big"
    yield from (Number(at + place, size, order) for place, size in ((2, 2), (4, 4)))
    first = at + int.from_bytes(data[at + 4 : at + 8], order)
    yield Number(first, 2, order)
    for index in range(int.from_bytes(data[first : first + 2], order)):
        entry = first + 2 + 12 * index
        if entry + 12 > len(data):
            return
        yield from (Number(entry + p, s, order) for p, s in ((0, 2), (2, 2), (4, 4), (8, 4)))


_WEBP_FIELDS = {
    b"VP8X": (1, 3, 3, 3),
    b"VP8 ": (3, 3, 2, 2),
    b"VP8L": (1, 4),
    b"ANIM": (4, 2),
    b"ANMF": (3, 3, 3, 3, 3, 1),
    b"ALPH": (1,),
}


def _webp(data: bytes) -> Finds:
    yield Number(4, 4, "little")
    yield from _webp_chunks(data, 12, len(data))


def _webp_chunks(data: bytes, at: int, end: int) -> Finds:
    while at < end:
        kind, length = struct.unpack_from("<4sI", data, at)
        behind = at + 8 + length + (length & 1)
        yield Number(at + 4, 4, "little")
        yield Part(at, behind)
        yield from _little(at + 8, *_WEBP_FIELDS.get(kind, ()))
        if kind == b"ANMF":
            yield from _webp_chunks(data, at + 24, min(behind, end))
        elif kind == b"EXIF":
            yield from _exif(data, at + 8)
        at = behind


_BOXES_OF_BOXES = frozenset(b"moov trak mdia minf stbl edts mvex moof traf".split())
_NO_NUMBERS = frozenset(b"mdat free udta ftyp".split())
_NUMBERS_IN_A_BOX = 24


def _mp4(data: bytes) -> Finds:
    yield from _boxes(data, 0, len(data))


def _boxes(data: bytes, at: int, end: int) -> Finds:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        behind = at + max(size, 8) if size else end
        yield Number(at, 4, "big")
        yield Part(at, behind)
        if kind in _BOXES_OF_BOXES:
            yield from _boxes(data, at + 8, min(behind, end))
        elif kind not in _NO_NUMBERS:
            last = min(behind, at + 8 + 4 * _NUMBERS_IN_A_BOX)
            yield from (Number(place, 4, "big") for place in range(at + 8, last - 3, 4))
            if kind == b"stsd":
                yield from _big(at + 48, 2, 2)
        at = behind


_ELEMENTS_OF_ELEMENTS = frozenset(
    (0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0xAE, 0xE0, 0xA0)
)


def _webm(data: bytes) -> Finds:
    at = 0
    while at < len(data):
        start = at
        at += 9 - data[at].bit_length()
        identity = int.from_bytes(data[start:at])
        yield Number(start, at - start, "big")
        length = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + length]) & ((1 << 7 * length) - 1)
        yield Number(at, length, "big")
        at += length
        yield Part(start, min(at + size, len(data)))
        if identity in _ELEMENTS_OF_ELEMENTS:
            continue
        if size <= 8:
            yield Number(at, size, "big")
        else:
            yield from _big(at, 1, 2, 1)
        at += size


_WALKS: dict[Kind, Callable[[bytes], Finds]] = {
    Kind.GIF: _gif,
    Kind.PNG: _png,
    Kind.JPEG: _jpeg,
    Kind.WEBP: _webp,
    Kind.MP4: _mp4,
    Kind.WEBM: _webm,
}
