"""Colours to palette indices, pixel by pixel, so that what stands still keeps its dots."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import Pixels
from gpu_task.clip.palette import nearest_colour, packed, unpacked

Indices = NDArray[np.uint8]
Thresholds = NDArray[np.float32]

_CANDIDATES = 4
_STRENGTH = 0.6
_BITS = 6
_CELLS = 1 << 3 * _BITS


class Quantiser(Protocol):
    """Finds palette indices; equal colours under equal thresholds give equal indices."""

    palette: Pixels

    def indices(self, colours: Pixels, thresholds: Thresholds) -> Indices:
        """Palette indices (n,) of `colours` (n, 3) under `thresholds` (n,) in [0, 1)."""


class ExactQuantiser:
    """For colours that are all in the palette, which is sorted."""

    def __init__(self, palette: Pixels) -> None:
        self.palette = palette
        self._packed = packed(palette)

    def indices(self, colours: Pixels, thresholds: Thresholds) -> Indices:
        del thresholds
        return np.searchsorted(self._packed, packed(colours)).astype(np.uint8)


class PatternQuantiser:
    """Ordered dithering for any palette: Knoll's pattern dithering (US patent 6606166, expired).

    For a colour, candidates are chosen one by one, each to undo the error of those before it, and
    sorted by luminance; the pixel's threshold picks one. Candidates are found once per cell of a
    64x64x64 grid of colours, whose width of 4 levels is far below the palette's own error.
    """

    def __init__(self, palette: Pixels) -> None:
        self.palette = palette
        self._colours = palette.astype(np.float32)
        self._luminance = self._colours @ np.array([0.299, 0.587, 0.114], np.float32)
        self._table = np.zeros((_CELLS, _CANDIDATES), np.uint8)
        self._known = np.zeros(_CELLS, np.bool_)

    def indices(self, colours: Pixels, thresholds: Thresholds) -> Indices:
        cells = packed(colours, _BITS)
        self._learn(np.unique(cells[~self._known[cells]]))
        found: Indices = self._table[cells, (thresholds * _CANDIDATES).astype(np.intp)]
        return found

    def _learn(self, cells: NDArray[np.intp]) -> None:
        wanted = (unpacked(cells, _BITS) * 4 + 1.5).astype(np.float32)
        error = np.zeros_like(wanted)
        chosen = np.empty((len(cells), _CANDIDATES), np.intp)
        for turn in range(_CANDIDATES):
            towards = (wanted + _STRENGTH * error).astype(np.float32)
            chosen[:, turn] = nearest_colour(towards, self._colours)
            error += wanted - self._colours[chosen[:, turn]]
        order = np.argsort(self._luminance[chosen], axis=1, kind="stable")
        self._table[cells] = np.take_along_axis(chosen, order, axis=1)
        self._known[cells] = True
