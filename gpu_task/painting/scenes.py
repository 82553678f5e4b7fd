"""Where a clip cuts to something else, and which frames are worth remembering."""

from collections.abc import Sequence

import cv2
import numpy as np

from gpu_task.clip.model import Pixels
from gpu_task.painting.flow import Motion

_LOST = 0.45
_UNLIKE = 14.0
_SAME_PLACE = 0.6
KEPT_REFERENCES = 4
_EVERY = 12


def is_cut(earlier: Pixels, later: Pixels, motion: Motion) -> bool:
    """Whether the later frame shows something else: most pixels lost, and unlike at a glance."""
    return motion.trusted_share < _LOST and _glance(earlier, later) > _UNLIKE


def is_same_place(motion: Motion) -> bool:
    """Whether enough of a remembered frame is seen again to go on from its painting."""
    return motion.trusted_share > _SAME_PLACE


def is_worth_keeping(index: int, scene_frame: int) -> bool:
    """Whether a frame becomes a reference: the first of each scene, then one in a dozen."""
    return (index - scene_frame) % _EVERY == 0


def references_after(kept: Sequence[int], index: int) -> tuple[int, ...]:
    """The references with one more; the clip's first frame stays, the oldest others go."""
    first, rest = tuple(kept[:1]), (*kept[1:], index) if kept else (index,)
    room = KEPT_REFERENCES - len(first)
    return (*first, *rest[-room:])


def _glance(earlier: Pixels, later: Pixels) -> float:
    small = [cv2.resize(p, (24, 24), interpolation=cv2.INTER_AREA) for p in (earlier, later)]
    return float(np.abs(small[0].astype(np.float32) - small[1]).mean())
