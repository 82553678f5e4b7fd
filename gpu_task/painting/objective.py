"""What every objective offers to the painter, and how one is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import tensorflow as tf

from gpu_task.painting.pictures import Picture, Size
from gpu_task.painting.terms import PIXELS, Draw, Features, Temporal, Tensor, Term

WeightedPicture = tuple[Picture, float]
"""A style picture and its share; the shares of all of them add up to 1."""


@dataclass(frozen=True)
class Pace:
    """How an objective is descended: Adam steps and rates, from scratch and from a painted frame.

    A rate falls to `last_rate` times itself over the steps of one run. With `joint`, gradients are
    divided by one size for the whole picture, not by each pixel's own: small ones stay small. With
    `xla`, XLA compiles the steps of large pictures. From scratch, each size is `ratio` times the
    one before it.
    """

    first_steps: int
    first_rate: float
    next_steps: int
    next_rate: float
    last_rate: float = 0.1
    least_steps: int = 4
    tolerance: float = 0.01
    ratio: float = 2**0.5
    joint: bool = False
    xla: bool = False


@dataclass(frozen=True, eq=False)
class Loss:
    """An objective at one picture size: its terms over the features that `see` finds."""

    see: Callable[[Tensor], Features]
    terms: Sequence[Term]

    def targets(self, content: Tensor) -> tuple[Tensor, ...]:
        """What each term remembers of the content frame, (1, height, width, 3) in -1..1."""
        seen = self.see(content)
        return tuple(term.target(seen) for term in self.terms)

    def __call__(self, picture: Tensor, targets: Sequence[Tensor], draw: Draw) -> Tensor:
        """The scalar loss of a picture, (1, height, width, 3) in -1..1."""
        seen = self.see(picture)
        parts = zip(self.terms, targets, strict=True)
        return tf.add_n([term(seen, target, draw) for term, target in parts])


class Objective(Protocol):
    """A perceptual loss and how to descend it; styles and options are bound when it is made."""

    @property
    def name(self) -> str: ...

    @property
    def least_side(self) -> int:
        """The shorter side, in pixels, below which a picture cannot be judged."""

    @property
    def margin(self) -> int:
        """By how many pixels a frame is extended on every side while it is painted."""

    @property
    def pace(self) -> Pace: ...

    @property
    def temporal(self) -> Temporal: ...

    @property
    def colour_share(self) -> float:
        """How far, 0..1, frames are moved to the style's colours before they are painted."""

    def at(self, size: Size) -> Loss:
        """The loss for pictures of one size; style features are computed here, once."""

    def underpainted(self, content: Picture) -> Picture:
        """What to start from where nothing has been painted yet."""


def see_pixels(picture: Tensor) -> Features:
    """The features of objectives that need no network: the picture itself."""
    return {PIXELS: picture}
