"""The pieces that an objective is composed of: each sees features and gives one number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import tensorflow as tf

Tensor: TypeAlias = Any
"""A tf.Tensor; TensorFlow has no types that could say more."""
Features = Mapping[str, Tensor]
"""What a picture looks like to an objective, by layer: (1, height, width, channels) each."""
PIXELS = "pixels"


@dataclass(frozen=True, eq=False)
class Draw:
    """Where the random numbers of one step come from: equal for equal seed, frame and step."""

    seed: Tensor
    step: Tensor

    def integers(self, count: int) -> Tensor:
        """`count` int32 numbers in 0..2^30."""
        key = tf.stack([self.seed, self.step])
        return tf.random.stateless_uniform([count], key, 0, 1 << 30, tf.int32)


class Term(Protocol):
    """One part of a loss. `target` is what the term remembers of the content frame, if anything."""

    def target(self, content: Features) -> Tensor: ...

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor: ...


@dataclass(frozen=True)
class Content:
    """Mean squared difference from the frame in one layer (Gatys 2015)."""

    layer: str
    weight: float

    def target(self, content: Features) -> Tensor:
        return content[self.layer]

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        return self.weight * tf.reduce_mean(tf.math.squared_difference(seen[self.layer], target))


@dataclass(frozen=True)
class Variation:
    """Total variation per pixel, so that its strength does not depend on the resolution."""

    weight: float

    def target(self, content: Features) -> Tensor:
        return tf.zeros([])

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        picture = seen[PIXELS]
        down = tf.abs(picture[:, 1:] - picture[:, :-1])
        right = tf.abs(picture[:, :, 1:] - picture[:, :, :-1])
        return self.weight * (tf.reduce_mean(down) + tf.reduce_mean(right))


@dataclass(frozen=True)
class Temporal:
    """Mean squared difference from what earlier frames promise, where trusted (Ruder 2016)."""

    weight: float

    def __call__(self, picture: Tensor, promised: Tensor, trust: Tensor) -> Tensor:
        return self.weight * tf.reduce_mean(trust * tf.math.squared_difference(picture, promised))
