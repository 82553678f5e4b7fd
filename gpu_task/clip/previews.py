"""Pictures and clips that show at a glance what was painted."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gpu_task.clip.gif_writer import write_gif
from gpu_task.clip.lazy import LazyFrames
from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.clip.replacing import replacing

_LOOKED_AT = 12
_THUMBNAIL = (16, 16)
_DIVIDER = 2
_GAP = 8
_MOST_PAIRS = 8
_LONGEST_SIDE = 320


def write_poster(path: str | Path, info: ClipInfo, frames: Frames) -> None:
    """Write the frame that is most like the others as a PNG or JPEG, by the path's ending.

    A PNG keeps see-through pixels, a JPEG shows them white.
    """
    del info
    chosen = _spread(len(frames), _LOOKED_AT)
    small = np.stack([_thumbnail(frames[position]) for position in chosen])
    strangeness = np.abs(small - small.mean(0)).mean((1, 2, 3))
    frame = frames[chosen[int(strangeness.argmin())]]
    with replacing(path) as temporary:
        if temporary.suffix.lower() == ".png":
            _picture(frame).save(temporary, "PNG", optimize=True)
        else:
            _on_white(frame).save(temporary, "JPEG", quality=90)


def write_contact_sheet(
    path: str | Path, source: Frames, painted: Frames, pairs: int = _MOST_PAIRS
) -> None:
    """Write a PNG of evenly spread frames, each as source and painted side by side."""
    chosen = _spread(min(len(source), len(painted)), pairs)
    cells = [_pair(source[position], painted[position]) for position in chosen]
    width, height = cells[0].size
    columns = 2 if len(cells) > 1 else 1
    rows = -(-len(cells) // columns)
    sheet = Image.new(
        "RGB", (columns * (width + _GAP) + _GAP, rows * (height + _GAP) + _GAP), "white"
    )
    for number, cell in enumerate(cells):
        row, column = divmod(number, columns)
        sheet.paste(cell, (_GAP + column * (width + _GAP), _GAP + row * (height + _GAP)))
    with replacing(path) as temporary:
        sheet.save(temporary, "PNG", optimize=True)


def write_comparison(path: str | Path, info: ClipInfo, source: Frames, painted: Frames) -> None:
    """Write a GIF of the clip's timing with source and painted side by side."""
    frames = _SideBySide(info, source, painted)
    wide = ClipInfo(2 * info.width + _DIVIDER, info.height, info.delays, info.loop)
    write_gif(path, wide, frames)


class _SideBySide(LazyFrames):
    """Source, a thin white line, painted; see-through pixels become white."""

    def __init__(self, info: ClipInfo, source: Frames, painted: Frames) -> None:
        super().__init__(info.frame_count)
        self._size = info.width, info.height
        self._source = source
        self._painted = painted

    def _decode(self, position: int) -> Frame:
        left = _on_white(self._source[position])
        right = _on_white(self._painted[position])
        return Frame(np.asarray(_joined(left, right, self._size, _DIVIDER)))


def _pair(source: Frame, painted: Frame) -> Image.Image:
    left = _on_white(source)
    left.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _joined(left, _on_white(painted), left.size, _DIVIDER)


def _joined(
    left: Image.Image, right: Image.Image, size: tuple[int, int], divider: int
) -> Image.Image:
    width, height = size
    both = Image.new("RGB", (2 * width + divider, height), "white")
    for place, picture in ((0, left), (width + divider, right)):
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        both.paste(picture, (place, 0))
    return both


def _picture(frame: Frame) -> Image.Image:
    if frame.opaque is None:
        return Image.fromarray(frame.rgb)
    return Image.fromarray(np.dstack((frame.rgb, frame.opaque * np.uint8(255))))


def _on_white(frame: Frame) -> Image.Image:
    picture = _picture(frame)
    if frame.opaque is None:
        return picture
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white.convert("RGB")


def _thumbnail(frame: Frame) -> NDArray[np.float32]:
    return np.asarray(_on_white(frame).resize(_THUMBNAIL, Image.Resampling.BOX), np.float32)


def _spread(count: int, most: int) -> list[int]:
    """Up to `most` positions, evenly spread, the first and the last among them."""
    return sorted({round(place) for place in np.linspace(0, count - 1, min(count, most))})
