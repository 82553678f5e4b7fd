"""What a viewer of the GIF sees so far, and the least that must be drawn for the next frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.blue_noise import thresholds
from gpu_task.clip.box import Box, bounds
from gpu_task.clip.dither import Quantiser, Thresholds
from gpu_task.clip.model import Frame, Mask, Pixels


@dataclass(frozen=True, eq=False)
class Patch:
    """One GIF image: palette indices (height, width) of its box, which may be cleared afterwards.

    Index 0 leaves a pixel as it is; index i + 1 is the quantiser's colour i. `target`, `shown` and
    `opaque` are the whole canvas once the patch is drawn.
    """

    box: Box
    indices: NDArray[np.uint8]
    clears: bool
    target: Pixels
    shown: Pixels
    opaque: Mask


@dataclass(frozen=True)
class Effort:
    """How well a frame is drawn.

    Pixels within `tolerance` levels of what they show stay; others come in blocks of `grain` by
    `grain` alike.
    """

    tolerance: int
    grain: int = 1


class GifCanvas:
    """Plans patches and remembers those that were written."""

    def __init__(self, height: int, width: int) -> None:
        self._opaque: Mask = np.zeros((height, width), np.bool_)
        self._target: Pixels = np.zeros((height, width, 3), np.uint8)
        self._shown: Pixels = np.zeros((height, width, 3), np.uint8)
        self._thresholds = thresholds(height, width)

    def plan(
        self, frame: Frame, following: Mask | None, quantiser: Quantiser, effort: Effort
    ) -> Patch:
        """The patch that shows `frame` with this effort.

        Closeness is measured to the colour for which the pixel was last drawn, so that slow
        changes never add up. `following` is where the next frame is opaque (None: everywhere).
        """
        wanted = np.ones_like(self._opaque) if frame.opaque is None else frame.opaque
        close = np.abs(frame.rgb.astype(np.int16) - self._target).max(-1) <= effort.tolerance
        todo = wanted & ~(close & self._opaque)
        rgb, where = frame.rgb, self._thresholds
        if effort.grain > 1:
            rgb, where = _in_blocks(rgb, where, wanted, effort.grain)
        target = np.where(todo[..., None], rgb, self._target)
        found = quantiser.indices(target[todo], where[todo])
        shown = self._shown.copy()
        shown[todo] = quantiser.palette[found]
        indices = np.zeros(todo.shape, np.uint8)
        indices[todo] = found + 1
        indices[self._opaque & (shown == self._shown).all(-1)] = 0
        opaque = self._opaque | wanted
        lost = np.zeros_like(opaque) if following is None else opaque & ~following
        box = bounds((indices != 0) | lost)
        return Patch(box, indices[box.area], bool(lost.any()), target, shown, opaque)

    def draw(self, patch: Patch) -> None:
        """Take the patch as written."""
        self._target, self._shown, self._opaque = patch.target, patch.shown, patch.opaque
        if patch.clears:
            self._opaque[patch.box.area] = False


def _in_blocks(
    rgb: Pixels, where: Thresholds, opaque: Mask, grain: int
) -> tuple[Pixels, Thresholds]:
    """Colours and thresholds of every block's first pixel, where that is one to be seen."""
    height, width = opaque.shape
    first = np.ix_(np.arange(height) // grain * grain, np.arange(width) // grain * grain)
    return np.where(opaque[first][..., None], rgb[first], rgb), where[first]
