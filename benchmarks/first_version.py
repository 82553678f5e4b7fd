"""The first version's way of painting a frame, written anew from its description.

Every frame from the content, 30 eager steps of a fresh Adam (rate 5, β1 0.99, ε 0.1) on pixels in
0..255, every step's picture copied to the host. Its losses: mean squared differences of Gram
matrices and of content features, and total variation as a sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gpu_task.painting.pictures import Picture
from gpu_task.painting.terms import PIXELS, Draw, Features, Tensor, Term
from gpu_task.painting.vgg16 import CONTENT_LAYER, STYLE_LAYERS, Network, gram

STEPS, RATE, FIRST, SECOND, EPSILON = 30, 5.0, 0.99, 0.999, 1e-1
_CONTENT, _VARIATION = 1.0, 1e-4


@dataclass(frozen=True, eq=False)
class FirstLosses(Term):
    """Its losses as one term; `scale` makes gradients large beside ε, as ImageNet weights do."""

    wanted: Sequence[Tensor]
    scale: float

    def target(self, content: Features) -> Tensor:
        return content[CONTENT_LAYER]

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        grams = zip(STYLE_LAYERS, self.wanted, strict=True)
        gaps = [tf.math.squared_difference(gram(seen[layer]), want) for layer, want in grams]
        style = tf.add_n([tf.reduce_mean(gap) for gap in gaps]) / len(gaps)
        content = tf.reduce_mean(tf.math.squared_difference(seen[CONTENT_LAYER], target))
        variation = tf.reduce_sum(tf.image.total_variation(seen[PIXELS] * 127.5))
        energy = tf.add_n([tf.reduce_mean(tf.square(want)) for want in self.wanted]) / len(gaps)
        shared = _CONTENT * content / tf.reduce_mean(tf.square(target))
        smooth = _VARIATION * variation / tf.cast(tf.size(seen[PIXELS]), tf.float32)
        return self.scale * (style / energy + shared + smooth)


def first_losses(network: Network, style: Picture, scale: float = 1e6) -> FirstLosses:
    """The term for one style, its Gram matrices computed once."""
    seen = network(tf.constant(style[None]))
    return FirstLosses([gram(seen[layer]) for layer in STYLE_LAYERS], scale)


class FirstVersion:
    """Paints frames one by one; `step` is what it does thirty times for each."""

    def __init__(self, network: Network, losses: FirstLosses, compiled: bool) -> None:
        self._network, self._losses = network, losses
        # Compiled, the numbers are the same and only come sooner: for finding what it reaches.
        self._gradient = tf.function(self._slopes) if compiled else self._slopes

    def paint(self, content: Picture) -> tuple[NDArray[np.float32], float]:
        """The painted picture and its loss."""
        batch = tf.constant(content[None])
        target = self._losses.target(self._network(batch))
        pixels = (batch + 1) * 127.5
        mean = square = tf.zeros_like(pixels)
        for step in range(1, STEPS + 1):
            pixels, mean, square = self.step(pixels, target, mean, square, step)
        loss, _ = self._gradient(pixels, target)
        return pixels.numpy()[0] / 127.5 - 1, float(loss)

    def step(
        self, pixels: Tensor, target: Tensor, mean: Tensor, square: Tensor, count: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """One step of Adam, and the copy of the picture to the host."""
        _, gradient = self._gradient(pixels, target)
        mean = FIRST * mean + (1 - FIRST) * gradient
        square = SECOND * square + (1 - SECOND) * tf.square(gradient)
        move = mean / (1 - FIRST**count)
        move /= tf.sqrt(square / (1 - SECOND**count)) + EPSILON
        pixels = tf.clip_by_value(pixels - RATE * move, 0.0, 255.0)
        pixels.numpy()
        return pixels, mean, square

    def _slopes(self, pixels: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(pixels)
            seen = self._network(pixels / 127.5 - 1)
            loss = self._losses(seen, target, Draw(tf.constant(0), tf.constant(0)))
        return loss, tape.gradient(loss, pixels)
