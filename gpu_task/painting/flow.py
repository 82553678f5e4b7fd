"""Where every pixel of a frame was in the frame before, and whether to believe it."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import Mask, Pixels
from gpu_task.painting.pictures import Weights

_UNCHANGED = 2
_UNLIKE = 30.0


@dataclass(frozen=True, eq=False)
class Motion:
    """From one frame to the next.

    `back` (height, width, 2) leads from a pixel of the later frame to its place in the earlier one,
    `trust` (height, width) is 1 where both directions agree and the colours do too, `still` marks
    the pixels that did not change at all.
    """

    back: NDArray[np.float32]
    trust: Weights
    still: Mask

    @property
    def trusted_share(self) -> float:
        return float(self.trust.mean())

    def carry(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """The earlier frame's picture, (height, width, any), seen from the later frame."""
        moved = _remapped(picture, self.back, cv2.INTER_CUBIC)
        return np.where(self.still[..., None], picture, moved.reshape(picture.shape))


def motion_between(earlier: Pixels, later: Pixels) -> Motion:
    """Dense inverse search flow (Kroeger 2016), checked forward-backward as in Ruder 2016."""
    still = unchanged(earlier, later)
    if still.all():
        height, width = still.shape
        return Motion(
            np.zeros((height, width, 2), np.float32), np.ones_like(still, np.float32), still
        )
    first, second = _luma(earlier), _luma(later)
    back, forth = _dis(second, first), _dis(first, second)
    back[still] = 0
    trust = _consistent(back, forth) & _alike(earlier, later, back)
    trust = cv2.erode(trust.astype(np.float32), np.ones((3, 3))) > 0
    return Motion(back, (trust | still).astype(np.float32), still)


def unchanged(earlier: Pixels, later: Pixels) -> Mask:
    """The pixels that are the same in both, lone ones left out: noise, not stillness."""
    difference = cv2.absdiff(earlier, later).max(axis=2)
    same = (difference <= _UNCHANGED).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(same, cv2.MORPH_OPEN, np.ones((3, 3))), np.bool_)


def _luma(pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _dis(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.float32]:
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    blank = np.zeros((*first.shape, 2), np.float32)
    return np.asarray(flow.calc(first, second, blank), np.float32)


def _consistent(back: NDArray[np.float32], forth: NDArray[np.float32]) -> Mask:
    returned = _remapped(forth, back, cv2.INTER_LINEAR)
    gap = np.square(back + returned).sum(axis=2)
    length = np.square(back).sum(axis=2) + np.square(returned).sum(axis=2)
    xs, ys = _places(back)
    height, width = gap.shape
    inside = (xs >= 0) & (ys >= 0) & (xs <= width - 1) & (ys <= height - 1)
    return np.asarray((gap <= 0.01 * length + 0.5) & inside, np.bool_)


def _alike(earlier: Pixels, later: Pixels, back: NDArray[np.float32]) -> Mask:
    moved = _remapped(earlier, back, cv2.INTER_LINEAR)
    difference = cv2.absdiff(moved, later).max(axis=2).astype(np.float32)
    return np.asarray(cv2.blur(difference, (5, 5)) <= _UNLIKE, np.bool_)


def _places(back: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    height, width = back.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    return xs + back[..., 0], ys + back[..., 1]


def _remapped(picture: NDArray[Any], back: NDArray[np.float32], method: int) -> NDArray[Any]:
    xs, ys = _places(back)
    return np.asarray(cv2.remap(picture, xs, ys, method, borderMode=cv2.BORDER_REPLICATE))
