"""How good a painted clip is: style, content, flicker in still places, agreement along motion."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import Pixels
from gpu_task.painting.flow import motion_between

_SIDE, _DIRECTIONS, _SAMPLES = 7, 64, 20000
_SCALES = (1.0, 0.5, 0.25)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Quality:
    """`style_gain`: 0 no style, 1 the style's own patches; `content_kept`: correlation of edges.

    `still_flicker` and `warp_error` are mean changes in grey levels, NaN where nothing was still.
    """

    style_gain: float
    content_kept: float
    still_flicker: float
    warp_error: float


def quality(source: Sequence[Pixels], painted: Sequence[Pixels], style: Pixels) -> Quality:
    """Style is judged on some eight frames, flicker on all pairs of neighbours."""
    height, width = source[0].shape[:2]
    fitted = _resized(style, max(height, width) / max(style.shape[:2]))
    shown = range(0, len(source), max(1, len(source) // 8))
    gains = [
        1 - patch_distance(painted[i], fitted) / patch_distance(source[i], fitted) for i in shown
    ]
    kept = [np.corrcoef(_edges(source[i]), _edges(painted[i]))[0, 1] for i in shown]
    still, warped = [], []
    for i in range(1, len(source)):
        change = np.abs(painted[i].astype(np.float32) - painted[i - 1]).mean(axis=2)
        same = cv2.absdiff(source[i], source[i - 1]).max(axis=2) <= 2
        if same.mean() > 0.02:
            still.append(change[same].mean())
        motion = motion_between(source[i - 1], source[i])
        carried = motion.carry(painted[i - 1].astype(np.float32))
        gap = np.abs(carried - painted[i]).mean(axis=2)
        warped.append(gap[motion.trust > 0].mean())
    flicker = float(np.mean(still)) if still else float("nan")
    return Quality(float(np.mean(gains)), float(np.mean(kept)), flicker, float(np.mean(warped)))


def patch_distance(one: Pixels, other: Pixels) -> float:
    """Sliced Wasserstein distance of 7x7 patches at three scales, isotropic directions."""
    rng = np.random.default_rng(0)
    total = 0.0
    for scale in _SCALES:
        directions = rng.normal(size=(3 * _SIDE * _SIDE, _DIRECTIONS)).astype(np.float32)
        directions /= np.linalg.norm(directions, axis=0)
        ours, theirs = (_responses(_resized(p, scale), directions, rng) for p in (one, other))
        total += float(np.abs(ours - theirs).mean())
    return total / len(_SCALES)


def _responses(picture: Pixels, directions: Floats, rng: np.random.Generator) -> Floats:
    windows = np.lib.stride_tricks.sliding_window_view(picture, (_SIDE, _SIDE), axis=(0, 1))
    rows, columns = windows.shape[:2]
    chosen = rng.integers(0, rows * columns, _SAMPLES)
    flat = windows[chosen // columns, chosen % columns].reshape(_SAMPLES, -1).astype(np.float32)
    return np.asarray(np.sort(flat @ directions, axis=0), np.float32)


def _resized(picture: Pixels, scale: float) -> Pixels:
    size = tuple(max(_SIDE, round(side * scale)) for side in picture.shape[1::-1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _edges(picture: Pixels) -> Floats:
    grey = cv2.cvtColor(_resized(picture, 0.5), cv2.COLOR_RGB2GRAY).astype(np.float32)
    down, right = np.gradient(grey)
    return np.asarray(np.hypot(down, right).ravel(), np.float32)
