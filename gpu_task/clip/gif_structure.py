"""The blocks of a GIF file (GIF89a specification, W3C), found without decoding a pixel.

Pillow tells neither whether a file is whole nor the delays before it decodes, so the walk is here;
the pixels themselves are decoded by Pillow.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum

from gpu_task.clip.limits import Limits
from gpu_task.errors import InvalidClip

Buffer = memoryview

_LOOPING = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_IMAGE, _EXTENSION, _TRAILER = b",", b"!", b";"
_GRAPHIC_CONTROL, _APPLICATION = 0xF9, 0xFF


class Disposal(IntEnum):
    """What happens to a frame's area before the next one is drawn; 4 to 7 are undefined."""

    UNSPECIFIED = 0
    KEEP = 1
    BACKGROUND = 2
    PREVIOUS = 3


@dataclass(frozen=True)
class GifImage:
    """One image block: where it is drawn and where its palette and compressed data lie."""

    left: int
    top: int
    width: int
    height: int
    interlaced: bool
    palette: slice
    data: slice
    delay: int
    disposal: int
    transparent_index: int | None


@dataclass(frozen=True)
class GifStructure:
    """A whole GIF: canvas size, loop count (None when absent), background, images in order."""

    width: int
    height: int
    loop: int | None
    background: tuple[int, int, int]
    images: tuple[GifImage, ...]


@dataclass(frozen=True)
class _Control:
    delay: int = 0
    disposal: int = 0
    transparent_index: int | None = None


class _Walk:
    """Reads forward through the file; running out of bytes means that it was cut off."""

    def __init__(self, data: Buffer) -> None:
        self._data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        piece = self.skip(count)
        return bytes(self._data[piece])

    def skip(self, count: int) -> slice:
        start, self.at = self.at, self.at + count
        if self.at > len(self._data):
            raise InvalidClip(
                f"The GIF stops in the middle after {len(self._data)} bytes: "
                "it was cut off; only whole files can be painted."
            )
        return slice(start, self.at)

    def byte(self) -> int:
        return self.take(1)[0]

    def skip_blocks(self) -> None:
        while size := self.byte():
            self.skip(size)

    def blocks(self) -> list[bytes]:
        found = []
        while size := self.byte():
            found.append(self.take(size))
        return found


def read_structure(data: Buffer, limits: Limits) -> GifStructure:
    """Walk all blocks; raise InvalidClip when the file is cut off, empty or beyond the limits."""
    walk = _Walk(data)
    walk.skip(6)
    width, height, flags, background, _ = struct.unpack("<HHBBB", walk.take(7))
    limits.check_size(width, height)
    palette = walk.skip(3 << ((flags & 7) + 1)) if flags & 0x80 else slice(0, 0)
    images: list[GifImage] = []
    loop: int | None = None
    control = _Control()
    centiseconds = 0
    while (block := walk.take(1)) != _TRAILER:
        if block == _EXTENSION:
            kind = walk.byte()
            if kind == _GRAPHIC_CONTROL:
                control = _read_control(walk)
            elif kind == _APPLICATION:
                loop = _read_loop(walk, loop)
            else:
                walk.skip_blocks()
        elif block == _IMAGE:
            images.append(_read_image(walk, control, palette, limits))
            centiseconds += control.delay // 10
            control = _Control()
            limits.check_frames(len(images))
            limits.check_seconds(centiseconds / 100)
        else:
            raise InvalidClip(
                f"The GIF is damaged: no block of a GIF starts with {block[0]:#04x}, "
                f"as byte {walk.at - 1} does."
            )
    limits.check_frames(len(images))
    # Browsers and Pillow let the first image widen a canvas that is too small for it.
    width = max(width, images[0].left + images[0].width)
    height = max(height, images[0].top + images[0].height)
    limits.check_size(width, height)
    colour = data[palette][3 * background : 3 * background + 3]
    red, green, blue = colour if len(colour) == 3 else (0, 0, 0)
    return GifStructure(width, height, loop, (red, green, blue), tuple(images))


def _read_control(walk: _Walk) -> _Control:
    blocks = walk.blocks()
    if not blocks or len(blocks[0]) < 4:
        return _Control()
    flags, centiseconds, index = struct.unpack("<BHB", blocks[0][:4])
    return _Control(
        delay=centiseconds * 10,
        disposal=flags >> 2 & 7,
        transparent_index=index if flags & 1 else None,
    )


def _read_loop(walk: _Walk, loop: int | None) -> int | None:
    """The loop count if this application extension is the looping one, else what was known."""
    blocks = walk.blocks()
    if len(blocks) < 2 or blocks[0] not in _LOOPING:
        return loop
    if len(blocks[1]) < 3 or blocks[1][0] & 7 != 1:
        return loop
    return int.from_bytes(blocks[1][1:3], "little")


def _read_image(walk: _Walk, control: _Control, palette: slice, limits: Limits) -> GifImage:
    left, top, width, height, flags = struct.unpack("<HHHHB", walk.take(9))
    limits.check_size(width, height)
    if flags & 0x80:
        palette = walk.skip(3 << ((flags & 7) + 1))
    start = walk.at
    walk.skip(1)
    walk.skip_blocks()
    return GifImage(
        left,
        top,
        width,
        height,
        bool(flags & 0x40),
        palette,
        slice(start, walk.at),
        control.delay,
        control.disposal,
        control.transparent_index,
    )
