"""The canvas of a clip: how large it is painted, and frames taken off the canvas and put back."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import ClipInfo, Frame
from gpu_task.painting.pictures import Picture, Size, from_pixels, recoloured, resized, to_pixels
from gpu_task.painting.prepared import Prepared, extended
from gpu_task.painting.state import State, halved


@dataclass(frozen=True)
class Canvas:
    """A clip's frames are `shown` large and painted `size` large, with `margin` pixels around.

    With `keep_colours` only the luminance is taken off it.
    """

    shown: Size
    size: Size
    margin: int
    keep_colours: bool

    @property
    def extended(self) -> Size:
        """The size with the margin."""
        return self.size[0] + 2 * self.margin, self.size[1] + 2 * self.margin

    def finished(self, frame: Prepared, state: State) -> Frame:
        """The painted frame as the clip shows it."""
        painted = resized(self._cropped(state.painted), self.shown)
        if self.keep_colours:
            anchor = from_pixels(self._cropped(state.anchor))
            painted = recoloured(painted, resized(anchor, self.shown))
        return Frame(to_pixels(painted), frame.opaque)

    def with_again(self, frame: Prepared, finished: Frame, state: State) -> State:
        """The state when `finished`, of an earlier frame just like this one, is shown again."""
        if np.array_equal(state.source, frame.pixels):
            return state
        return state.moved_to(frame.pixels, self._put_back(finished))

    def _put_back(self, finished: Frame) -> Picture:
        painted = resized(from_pixels(finished.rgb), self.size)
        return halved(np.asarray(extended(painted, self.margin)))

    def _cropped(self, canvas: NDArray[Any]) -> NDArray[Any]:
        (height, width), margin = self.size, self.margin
        return canvas[margin : margin + height, margin : margin + width]


def size_at(info: ClipInfo, max_side: int, least_side: int, scale: float) -> Size:
    """The size that is painted of a clip at a share of what `max_side` allows.

    A narrow strip may be longer: it stays wide enough to be judged.
    """
    shorter, longer = sorted((info.height, info.width))
    scale *= min(1.0, max(max_side / longer, least_side / shorter))
    return max(1, round(info.height * scale)), max(1, round(info.width * scale))
