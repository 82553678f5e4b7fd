"""GIF files whose frame count, delays, loop count, size and transparency are exactly the clip's.

The blocks are written here because Pillow merges frames that look alike and their delays; Pillow
compresses the pixels.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import getdata

from gpu_task.clip.fit import fitting
from gpu_task.clip.gif_canvas import Effort, GifCanvas, Patch
from gpu_task.clip.gif_structure import Disposal
from gpu_task.clip.model import ClipInfo, Frame, Frames, Pixels
from gpu_task.clip.replacing import replacing
from gpu_task.clip.scenes import Scene, Scenes, find_scenes, quantiser_for

DEFAULT_MAX_BYTES = 50_000_000
_EFFORTS = (
    Effort(2),
    Effort(6),
    Effort(12),
    Effort(24),
    Effort(24, grain=2),
    Effort(48, grain=2),
    Effort(48, grain=4),
    Effort(255, grain=8),
)
_LONGEST_SIDE = 0xFFFF
_LONGEST_DELAY = 0xFFFF
_MOST_REPEATS = 0xFFFF
_SHORTEST_SHOWN = 2
_EMPTY_IMAGE_BYTES = 64


def write_gif(
    path: str | Path, info: ClipInfo, frames: Frames, max_bytes: int = DEFAULT_MAX_BYTES
) -> None:
    """Write the clip, reading `frames` twice; whole or not at all.

    Each scene gets the palette of its least error and dithering that stands still where the
    picture does. A file that would outgrow `max_bytes` redraws only what differs more and more
    from what is shown already, at last in coarser blocks; only first frames and moving holes,
    which must be drawn, can exceed it. Raises ValueError when `frames` do not fit `info` or a GIF
    cannot hold them.
    """
    if max(info.width, info.height) > _LONGEST_SIDE:
        raise ValueError(f"A GIF holds at most {_LONGEST_SIDE} pixels a side, not {info}.")
    scenes = find_scenes(fitting(info, frames))
    with replacing(path) as temporary, temporary.open("wb") as file:
        written = file.write(_header(info, scenes.scenes[0].palette))
        for block in _images(info, frames, scenes, max_bytes - written):
            file.write(block)
        file.write(b";")


def centiseconds(delays: tuple[int, ...]) -> tuple[int, ...]:
    """GIF's unit. Multiples of 10 ms stay exact; others are rounded without drifting apart.

    Delays that no GIF can hold come from videos; they stay at 20 ms or more, because browsers show
    a frame of 10 ms or less for 100 ms.
    """
    if all(delay % 10 == 0 for delay in delays):
        return tuple(min(delay // 10, _LONGEST_DELAY) for delay in delays)
    found, late = [], 0.0
    for delay in delays:
        due = delay / 10 - late
        shown = min(max(round(due), _SHORTEST_SHOWN), _LONGEST_DELAY)
        found.append(shown)
        late = shown - due
    return tuple(found)


def _images(info: ClipInfo, frames: Frames, scenes: Scenes, budget: int) -> Iterator[bytes]:
    canvas = GifCanvas(info.height, info.width)
    level = 0
    delays = centiseconds(info.delays)
    for position, (frame, following) in enumerate(_with_following(info, frames)):
        scene = scenes.at(position)
        left = len(frames) - position
        # What a frame leaves of its share is for those after it; the first, on which the others
        # build, may take a good part of the whole.
        allowance = 5 * budget // (4 * left) if position else max(4 * budget // left, budget // 4)
        allowance = min(allowance, budget - left * _EMPTY_IMAGE_BYTES)
        while True:
            effort = Effort(0) if scene.exact and level == 0 else _EFFORTS[level]
            mask = None if following is None else following.opaque
            patch = canvas.plan(frame, mask, quantiser_for(scene), effort)
            block = _image(patch, scene, delays[position], scenes.transparent or position > 0)
            if len(block) <= allowance or level == len(_EFFORTS) - 1:
                break
            level += 1
        if level and 2 * len(block) < allowance:
            level -= 1
        canvas.draw(patch)
        budget -= len(block)
        yield block


def _with_following(info: ClipInfo, frames: Frames) -> Iterator[tuple[Frame, Frame | None]]:
    """Every frame with the next one; the last with None."""
    previous: Frame | None = None
    for frame in fitting(info, frames):
        if previous is not None:
            yield previous, frame
        previous = frame
    if previous is not None:
        yield previous, None


def _header(info: ClipInfo, palette: Pixels) -> bytes:
    table, size = _colour_table(palette)
    header = b"GIF89a" + struct.pack("<HHBBB", info.width, info.height, 0xF0 | size, 0, 0) + table
    if info.loop is None:
        return header
    return (
        header
        + b"!\xff\x0bNETSCAPE2.0\x03\x01"
        + struct.pack("<H", min(info.loop, _MOST_REPEATS))
        + b"\0"
    )


def _colour_table(palette: Pixels) -> tuple[bytes, int]:
    """The table with the see-through entry in front, and its size as a GIF states it."""
    # White and not black: a table that is a ramp of greys would make Pillow forget it.
    table = b"\xff\xff\xff" + palette.tobytes()
    size = max(1, (len(table) // 3 - 1).bit_length())
    return table.ljust(3 << size, b"\0"), size - 1


def _image(patch: Patch, scene: Scene, delay: int, sees_through: bool) -> bytes:
    """One image with its graphic control; scenes after the first bring their palette along."""
    disposal = Disposal.BACKGROUND if patch.clears else Disposal.KEEP
    control = b"!\xf9\x04" + struct.pack("<BHBB", disposal << 2 | sees_through, delay, 0, 0)
    table, size = _colour_table(scene.palette) if scene.start else (b"", 0)
    box = patch.box
    flags = 0x80 | size if table else 0
    descriptor = struct.pack("<HHHHB", box.left, box.top, box.width, box.height, flags)
    _, *data = getdata(Image.fromarray(np.ascontiguousarray(patch.indices)))
    return b"".join((control, b",", descriptor, table, *data))
