"""What a visitor may choose about a painting, and what the painter tells while it works."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gpu_task.clip.model import ClipInfo, Frames, Pixels
from gpu_task.errors import InvalidClip

OBJECTIVES = ("auto", "vgg16", "patches")


@dataclass(frozen=True)
class PaintingOptions:
    """How to paint a clip.

    `strength` goes from 0 (mostly the clip) to 1 (mostly the painting). `style_scale` multiplies
    the size of the brush strokes. `minutes` is the time that the whole clip may take, None for as
    long as it needs; a clip that takes longer is painted in up to `max_parts` parts. `max_side`
    bounds the longer side, in pixels, that is painted; a larger clip is painted smaller and
    enlarged, but never so small that its shorter side cannot be judged. `vgg16_weights` is a Keras
    weights file (None: the Keras cache) and `vgg16_sha256` its hash, needed for a file that Keras
    did not publish. Raises ValueError for a value outside its range.
    """

    objective: str = "auto"
    strength: float = 0.7
    keep_colours: bool = False
    style_scale: float = 1.0
    seed: int = 0
    minutes: float | None = None
    max_parts: int = 1
    max_side: int = 1024
    vgg16_weights: Path | None = None
    vgg16_sha256: str | None = None

    def __post_init__(self) -> None:
        if self.objective not in OBJECTIVES:
            raise ValueError(f"objective is {self.objective!r} but must be one of {OBJECTIVES}")
        _within("strength", self.strength, 0, 1)
        _within("style scale", self.style_scale, 0.25, 4)
        _within("seed", self.seed, 0, 2**31 - 1)
        _within("longest side painted", self.max_side, 32, 8192)
        _within("most parts", self.max_parts, 1, 100)
        if self.minutes is not None:
            _within("minutes", self.minutes, 0.05, 24 * 60)


@dataclass(frozen=True, eq=False)
class Style:
    """A picture, (height, width, 3), whose manner is wanted, and its share among several."""

    rgb: Pixels
    weight: float = 1.0

    def __post_init__(self) -> None:
        height, width = self.rgb.shape[:2]
        if min(height, width) < 32:
            raise InvalidClip(
                f"The style picture is {width}x{height} pixels but must be at least 32x32."
            )
        if float(self.rgb.reshape(-1, 3).std(axis=0).max()) < 1:
            raise InvalidClip("The style picture has one colour only; it needs at least two.")
        if not np.isfinite(self.weight) or self.weight <= 0:
            raise InvalidClip(f"The style's weight is {self.weight} but must be more than 0.")


@dataclass(frozen=True, eq=False)
class Progress:
    """Where a painting stands: `frame` of `of` are finished, the latest of them is `picture`."""

    frame: int
    of: int
    phase: str
    seconds_left: float | None = None
    picture: Pixels | None = None


@dataclass(frozen=True, eq=False)
class Painted:
    """A finished painting: frames read back one by one, and notes for the visitor."""

    info: ClipInfo
    frames: Frames
    objective: str
    notes: tuple[str, ...] = ()


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} is {value} but must be between {least} and {most}")
