"""A clip cut into scenes, each with a palette of its own: the first pass of the GIF writer."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.dither import ExactQuantiser, PatternQuantiser, Quantiser
from gpu_task.clip.model import Frame, Pixels
from gpu_task.clip.palette import ColourCount, packed

_LEAST_OVERLAP = 0.5


@dataclass(frozen=True, eq=False)
class Scene:
    """A run of similar frames from `start` on; `exact` when its palette has all their colours."""

    start: int
    palette: Pixels
    exact: bool


@dataclass(frozen=True, eq=False)
class Scenes:
    """All scenes of a clip in order, and whether any frame has see-through pixels."""

    scenes: tuple[Scene, ...]
    transparent: bool

    def at(self, position: int) -> Scene:
        """The scene that frame `position` belongs to."""
        return self.scenes[bisect_right([scene.start for scene in self.scenes], position) - 1]


def find_scenes(frames: Iterable[Frame]) -> Scenes:
    """Look at every frame once; a scene ends where a frame's colours leave those seen in it."""
    found: list[Scene] = []
    start, counted, seen = 0, ColourCount(), np.zeros(_HISTOGRAM)
    transparent = False
    for position, frame in enumerate(frames):
        transparent |= frame.opaque is not None
        histogram = _histogram(frame)
        if position > start and _overlap(seen, histogram) < _LEAST_OVERLAP:
            found.append(Scene(start, counted.palette(), counted.is_exact))
            start, counted, seen = position, ColourCount(), np.zeros(_HISTOGRAM)
        counted.add(frame)
        seen += histogram
    found.append(Scene(start, counted.palette(), counted.is_exact))
    return Scenes(tuple(found), transparent)


@lru_cache(maxsize=2)
def quantiser_for(scene: Scene) -> Quantiser:
    """What turns the scene's colours into palette indices; only the latest are kept."""
    return ExactQuantiser(scene.palette) if scene.exact else PatternQuantiser(scene.palette)


_HISTOGRAM = 8**3


def _histogram(frame: Frame) -> NDArray[np.float64]:
    cells = packed(frame.rgb, bits=3)
    if frame.opaque is not None:
        cells = cells[frame.opaque]
    return np.bincount(cells.ravel(), minlength=_HISTOGRAM).astype(np.float64)


def _overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How much two histograms share, 0 to 1; nothing shares nothing with anything."""
    if not one.sum() or not other.sum():
        return 1.0
    return float(np.minimum(one / one.sum(), other / other.sum()).sum())
