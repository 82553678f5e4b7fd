"""Frames of a GIF as they are seen: decompressed by Pillow, composited here.

Pillow composites too, but lets a frame without a disposal method inherit the one before it, which
no browser does, and can only go back by starting again.
"""

import mmap
import struct
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gpu_task.clip.damage import damage_refused
from gpu_task.clip.gif_structure import Disposal, GifImage, GifStructure, read_structure
from gpu_task.clip.lazy import LazyFrames
from gpu_task.clip.limits import Limits
from gpu_task.clip.model import Frame
from gpu_task.clip.source import Source
from gpu_task.errors import InvalidClip

Rgba = NDArray[np.uint8]


def open_gif(path: Path, limits: Limits) -> Source:
    """Open a GIF; its structure is checked against the limits, its pixels not yet decoded."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        with memoryview(mapped) as view:
            structure = read_structure(view, limits)
    except InvalidClip:
        mapped.close()
        raise
    return Source(
        structure.width,
        structure.height,
        tuple(image.delay for image in structure.images),
        structure.loop,
        GifFrames(mapped, structure),
        mapped.close,
    )


class GifFrames(LazyFrames):
    """Composited frames; going forward draws one image, going back starts at a full redraw."""

    def __init__(self, data: mmap.mmap, structure: GifStructure) -> None:
        super().__init__(len(structure.images))
        self._data = data
        self._structure = structure
        self._canvas: Rgba = self._blank()
        self._saved: Rgba = self._canvas[:0]
        self._drawn = -1
        self._disposable: GifImage | None = None

    def _decode(self, position: int) -> Frame:
        if position < self._drawn or position > self._drawn + 1:
            self._restart_for(position)
        while self._drawn < position:
            self._draw_next()
        opaque = self._canvas[..., 3] != 0
        return Frame(self._canvas[..., :3].copy(), None if opaque.all() else opaque)

    def _restart_for(self, position: int) -> None:
        """Go to just before the latest image up to `position` that hides all drawn before it."""
        start = position
        while start > 0 and start != self._drawn + 1 and not self._hides_all(start):
            start -= 1
        if start != self._drawn + 1:
            self._canvas = self._blank()
            self._drawn = start - 1
            self._disposable = None

    def _hides_all(self, position: int) -> bool:
        image = self._structure.images[position]
        return (
            image.transparent_index is None
            and image.disposal != Disposal.PREVIOUS
            and (image.left, image.top) == (0, 0)
            and image.width >= self._structure.width
            and image.height >= self._structure.height
        )

    def _blank(self) -> Rgba:
        shape = (self._structure.height, self._structure.width, 4)
        return np.broadcast_to(self._cleared(self._structure.images[0]), shape).copy()

    def _cleared(self, image: GifImage) -> Rgba:
        """The background: see-through for images that use transparency, as Pillow has it."""
        uses = (image.transparent_index, self._structure.images[0].transparent_index)
        if uses != (None, None):
            return np.zeros(4, np.uint8)
        return np.array([*self._structure.background, 255], np.uint8)

    def _area(self, image: GifImage) -> Rgba:
        return self._canvas[
            image.top : image.top + image.height, image.left : image.left + image.width
        ]

    def _draw_next(self) -> None:
        if self._disposable is not None:
            self._dispose(self._disposable)
        self._drawn += 1
        self._disposable = image = self._structure.images[self._drawn]
        area = self._area(image)
        if image.disposal == Disposal.PREVIOUS:
            self._saved = area.copy()
        indices = self._decompress(image)[: area.shape[0], : area.shape[1]]
        palette = np.zeros((256, 3), np.uint8)
        colours = np.frombuffer(self._data[image.palette], np.uint8).reshape(-1, 3)
        palette[: len(colours)] = colours
        if image.transparent_index is None:
            area[..., :3], area[..., 3] = palette[indices], 255
        else:
            seen = indices != image.transparent_index
            area[seen, :3], area[seen, 3] = palette[indices[seen]], 255

    def _dispose(self, image: GifImage) -> None:
        if image.disposal == Disposal.BACKGROUND:
            self._area(image)[:] = self._cleared(image)
        elif image.disposal == Disposal.PREVIOUS:
            self._area(image)[:] = self._saved

    def _decompress(self, image: GifImage) -> NDArray[np.uint8]:
        """Palette indices (height, width): Pillow reads the image as a GIF of its own."""
        alone = b"".join(
            (
                b"GIF89a",
                struct.pack("<HHBBB", image.width, image.height, 0x87, 0, 0),
                bytes(range(255, -1, -1)) * 3,
                b",",
                struct.pack("<HHHHB", 0, 0, image.width, image.height, image.interlaced << 6),
                self._data[image.data],
                b";",
            )
        )
        with (
            damage_refused(
                f"Frame {self._drawn + 1} of the GIF stops in the middle "
                "or is damaged; only whole clips can be painted"
            ),
            Image.open(BytesIO(alone), formats=("GIF",)) as picture,
        ):
            return np.asarray(picture)
