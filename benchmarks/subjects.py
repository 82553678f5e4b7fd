"""The clips that are painted: a real one that is given, and one of any length that is made."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from gpu_task.clip import read_clip
from gpu_task.clip.lazy import LazyFrames
from gpu_task.clip.model import ClipInfo, Frame, Pixels


def read_frames(path: Path, count: int, width: int | None = None) -> list[Pixels]:
    """The first frames of a clip, `width` pixels wide."""
    with read_clip(path) as clip:
        chosen = min(count, clip.info.frame_count)
        return [_fitted(clip.frames[index].rgb, width) for index in range(chosen)]


def read_picture(path: Path) -> Pixels:
    """A style picture."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def info_of(frames: Sequence[Pixels]) -> ClipInfo:
    """Ten frames a second, played for ever."""
    height, width = frames[0].shape[:2]
    return ClipInfo(width, height, (100,) * len(frames), 0)


class Swaying(LazyFrames):
    """A picture under a slowly circling camera: each frame is made when it is asked for."""

    def __init__(self, picture: Pixels, count: int, width: int, height: int) -> None:
        super().__init__(count)
        self._size = (width, height)
        self._wide = cv2.resize(picture, (width + 16, height + 16), interpolation=cv2.INTER_AREA)

    def _decode(self, position: int) -> Frame:
        # Never the same place twice: identical frames are painted once, which would flatter.
        angle = position / (6 * 1.618034)
        shift = np.array([[1, 0, -8 - 6 * np.cos(angle)], [0, 1, -8 - 6 * np.sin(angle)]])
        moved = cv2.warpAffine(self._wide, shift, self._size, flags=cv2.INTER_CUBIC)
        return Frame(np.asarray(moved, np.uint8))


def _fitted(pixels: Pixels, width: int | None) -> Pixels:
    if width is None or width >= pixels.shape[1]:
        return pixels
    height = round(pixels.shape[0] * width / pixels.shape[1])
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
