"""Source frames made ready for painting, the next one while the present one is painted."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from gpu_task.clip.model import Frame, Frames, Mask, Pixels
from gpu_task.painting.ledger import digest
from gpu_task.painting.pictures import Size, smoothed, without_holes


@dataclass(frozen=True, eq=False)
class Prepared:
    """A source frame at the painted size: `pixels` without holes, `smooth` also without grain.

    `opaque` is the mask at the clip's own size.
    """

    index: int
    pixels: Pixels
    smooth: Pixels
    opaque: Mask | None
    digest: str


def prepared(frame: Frame, index: int, size: Size) -> Prepared:
    """One frame, ready for painting at `size`."""
    pixels = without_holes(frame)
    if pixels.shape[:2] != size:
        pixels = np.asarray(
            cv2.resize(pixels, (size[1], size[0]), interpolation=cv2.INTER_AREA), np.uint8
        )
    return Prepared(index, pixels, smoothed(pixels), frame.opaque, digest(frame))


def prepared_frames(frames: Frames, start: int, size: Size) -> Iterator[Prepared]:
    """The frames from `start` on; each is decoded while the one before it is in use."""

    def make(index: int) -> Prepared:
        return prepared(frames[index], index, size)

    with ThreadPoolExecutor(1, thread_name_prefix="decode") as pool:
        coming = pool.submit(make, start) if start < len(frames) else None
        for index in range(start, len(frames)):
            assert coming is not None  # noqa: S101 - for the type checker: the loop is entered
            present = coming.result()
            if index + 1 < len(frames):
                coming = pool.submit(make, index + 1)
            yield present
