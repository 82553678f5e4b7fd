"""What a clip is: frames with per-frame delays and a loop count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Frame:
    """One composited frame: `rgb` (height, width, 3); `opaque` (height, width), None for all."""

    rgb: Pixels
    opaque: Mask | None = None


@dataclass(frozen=True)
class ClipInfo:
    """Everything about a clip but its pixels.

    `delays` are milliseconds exactly as the file states them, one per frame; `loop` is the count
    the file states: 0 for ever, None when it says nothing (plays once).
    """

    width: int
    height: int
    delays: tuple[int, ...]
    loop: int | None
    transparent: bool = False

    @property
    def frame_count(self) -> int:
        return len(self.delays)

    @property
    def seconds(self) -> float:
        return sum(self.delays) / 1000


Frames = Sequence[Frame]
"""A lazily loaded sequence: indexing decodes one frame, nothing holds all of them."""
