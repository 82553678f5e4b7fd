"""Source frames made ready for painting, the next one while the present one is painted."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import Frame, Frames, Mask, Pixels
from gpu_task.painting.ledger import Span, digest
from gpu_task.painting.pictures import Size, smoothed, without_holes


@dataclass(frozen=True, eq=False)
class Prepared:
    """A source frame at the painted size: `pixels` without holes, `smooth` also without grain.

    Both are extended by a margin on every side. `opaque` is the mask at the clip's own size.
    """

    index: int
    pixels: Pixels
    smooth: Pixels
    opaque: Mask | None
    digest: str


def prepared(frame: Frame, index: int, size: Size, margin: int) -> Prepared:
    """One frame, ready for painting at `size` and `margin` pixels around it."""
    pixels = without_holes(frame)
    if pixels.shape[:2] != size:
        pixels = np.asarray(
            cv2.resize(pixels, (size[1], size[0]), interpolation=cv2.INTER_AREA), np.uint8
        )
    pixels = np.asarray(extended(pixels, margin))
    return Prepared(index, pixels, smoothed(pixels), frame.opaque, digest(frame))


def extended(picture: NDArray[Any], margin: int) -> NDArray[Any]:
    """The picture with its mirrored borders around it."""
    sides = (margin, margin, margin, margin)
    return np.asarray(cv2.copyMakeBorder(picture, *sides, cv2.BORDER_REFLECT_101))


def prepared_frames(frames: Frames, span: Span, size: Size, margin: int) -> Generator[Prepared]:
    """The frames of the span; each is decoded while the one before it is in use."""

    def make(index: int) -> Prepared:
        return prepared(frames[index], index, size, margin)

    with ThreadPoolExecutor(1, thread_name_prefix="decode") as pool:
        coming = pool.submit(make, span.first) if len(span) else None
        for index in range(span.first, span.last):
            assert coming is not None  # noqa: S101 - for the type checker: the loop is entered
            present = coming.result()
            if index + 1 < span.last:
                coming = pool.submit(make, index + 1)
            yield present
