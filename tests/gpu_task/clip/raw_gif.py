"""GIF files byte by byte, for what no library writes: any disposal, palette, delay or loop."""

import struct
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Palette = tuple[tuple[int, int, int], ...]
INTERLACED_ROWS = ((0, 8), (4, 8), (2, 4), (1, 2))


@dataclass(frozen=True, eq=False)
class RawImage:
    """One image block: palette indices (height, width) and what its control block says."""

    indices: NDArray[np.uint8]
    left: int = 0
    top: int = 0
    delay: int = 0
    disposal: int = 0
    transparent_index: int | None = None
    palette: Palette | None = None
    interlaced: bool = False
    controlled: bool = True
    data: bytes | None = None

    def encoded(self) -> bytes:
        height, width = self.indices.shape
        control = b""
        if self.controlled:
            flags = self.disposal << 2 | (self.transparent_index is not None)
            index = self.transparent_index or 0
            control = b"!\xf9\x04" + struct.pack("<BHBB", flags, self.delay, index, 0)
        table = colour_table(self.palette) if self.palette else b""
        flags = self.interlaced << 6 | (0x80 | table_size(self.palette) if self.palette else 0)
        place = struct.pack("<HHHHB", self.left, self.top, width, height, flags)
        order = list(range(height))
        if self.interlaced:
            order = [row for start, step in INTERLACED_ROWS for row in range(start, height, step)]
        data = self.data or compressed(self.indices[order].tobytes())
        return control + b"," + place + table + data


@dataclass(frozen=True, eq=False)
class RawGif:
    """A whole file; `loop` None writes no looping extension."""

    width: int
    height: int
    images: tuple[RawImage, ...]
    palette: Palette = field(default=((0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255)))
    loop: int | None = None
    background: int = 0

    def encoded(self, trailer: bytes = b";") -> bytes:
        flags = 0x80 | table_size(self.palette)
        screen = struct.pack("<HHBBB", self.width, self.height, flags, self.background, 0)
        looping = b""
        if self.loop is not None:
            looping = b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", self.loop) + b"\0"
        images = b"".join(image.encoded() for image in self.images)
        return b"GIF89a" + screen + colour_table(self.palette) + looping + images + trailer


def table_size(palette: Palette) -> int:
    return max(1, (len(palette) - 1).bit_length()) - 1


def colour_table(palette: Palette) -> bytes:
    return bytes(sum(palette, ())).ljust(3 << (table_size(palette) + 1), b"\0")


def compressed(indices: bytes) -> bytes:
    """LZW without compression: the dictionary is cleared before codes grow beyond nine bits."""
    codes = []
    for start in range(0, len(indices), 250):
        codes += [256, *indices[start : start + 250]]
    return blocks_of([*codes, 257])


def blocks_of(codes: list[int]) -> bytes:
    """Nine-bit codes in data blocks, behind the code size and before the end mark."""
    bits = sum(code << 9 * place for place, code in enumerate(codes))
    data = bits.to_bytes(-(-9 * len(codes) // 8), "little")
    pieces = [data[start : start + 255] for start in range(0, len(data), 255)]
    return b"\x08" + b"".join(bytes((len(piece),)) + piece for piece in pieces) + b"\0"
