"""Areas of a frame."""

from dataclasses import dataclass

import numpy as np

from gpu_task.clip.model import Mask


@dataclass(frozen=True)
class Box:
    """An area of the canvas in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def area(self) -> tuple[slice, slice]:
        return (
            slice(self.top, self.top + self.height),
            slice(self.left, self.left + self.width),
        )


def bounds(mask: Mask) -> Box:
    """The smallest box around all true pixels; the first pixel when there are none."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return Box(0, 0, 1, 1)
    top, left = int(rows[0]), int(columns[0])
    return Box(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
