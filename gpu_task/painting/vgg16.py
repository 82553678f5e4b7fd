"""The objective of Gatys 2015 (arXiv 1508.06576) on ImageNet's VGG16.

It departs from the paper in this: each layer's loss is divided by the energy of its target. Layers
differ by orders of magnitude; divided, each counts alike and `strength` means the same for every
painting and size. Total variation is a mean per pixel for the same reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gpu_task.painting.objective import Loss, Pace, WeightedPicture
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.pictures import Picture, Size, resized
from gpu_task.painting.terms import PIXELS, Draw, Features, Temporal, Tensor, Term, Variation

Weights = Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]
"""By layer: kernel (3, 3, in, out) and bias (out,)."""

STYLE_LAYERS = ("block1_conv2", "block2_conv2", "block3_conv3", "block4_conv3", "block5_conv3")
CONTENT_LAYER = "block2_conv2"
CHANNELS = (64, 128, 256, 512, 512)
DEPTHS = (2, 2, 3, 3, 3)
LAYERS = tuple(
    f"block{block}_conv{layer}"
    for block, depth in enumerate(DEPTHS, 1)
    for layer in range(1, depth + 1)
)
_IMAGENET_BGR = (103.939, 116.779, 123.68)
PACE = Pace(
    first_steps=60,
    first_rate=0.04,
    next_steps=20,
    next_rate=0.02,
    tolerance=0.02,
    ratio=2.0,
    xla=True,
)
_TEMPORAL = Temporal(0.5)


class Network:
    """VGG16's convolutions, run in `dtype`; features come back in float32."""

    def __init__(self, weights: Weights, dtype: Any = tf.float32) -> None:  # noqa: ANN401
        self._dtype = dtype
        self._layers = {
            name: tuple(tf.constant(part, dtype) for part in weights[name]) for name in LAYERS
        }

    def __call__(self, picture: Tensor) -> Features:
        """From a picture, (1, height, width, 3) in -1..1, to what each style layer sees."""
        seen: dict[str, Tensor] = {PIXELS: picture}
        signal = (picture[..., ::-1] + 1) * 127.5 - tf.constant(_IMAGENET_BGR)
        signal = tf.cast(signal, self._dtype)
        for name in LAYERS:
            if name.endswith("conv1") and name != LAYERS[0]:
                signal = _halved(signal)
            kernel, bias = self._layers[name]
            signal = tf.nn.relu(tf.nn.conv2d(signal, kernel, 1, "SAME") + bias)
            if name in STYLE_LAYERS:
                seen[name] = tf.cast(signal, tf.float32)
        return seen


@dataclass(frozen=True, eq=False)
class GramStyle(Term):
    """Squared differences of Gram matrices from the style's, in units of the style's own energy."""

    layer: str
    wanted: Tensor
    weight: float

    def target(self, content: Features) -> Tensor:
        return tf.zeros([])

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        gap = tf.reduce_mean(tf.math.squared_difference(gram(seen[self.layer]), self.wanted))
        return self.weight * gap / (tf.reduce_mean(tf.square(self.wanted)) + 1e-12)


@dataclass(frozen=True)
class RelativeContent(Term):
    """Mean squared difference from the frame's features, in units of their energy."""

    layer: str
    weight: float

    def target(self, content: Features) -> Tensor:
        return content[self.layer]

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        gap = tf.reduce_mean(tf.math.squared_difference(seen[self.layer], target))
        return self.weight * gap / (tf.reduce_mean(tf.square(target)) + 1e-12)


@dataclass(frozen=True, eq=False)
class Vgg16Objective:
    """See the module; `weights` are a trained network's."""

    styles: Sequence[WeightedPicture]
    options: PaintingOptions
    network: Network
    name: str = "vgg16"
    least_side: int = 32
    margin: int = 0
    colour_share: float = 0.0
    pace: Pace = PACE
    temporal: Temporal = _TEMPORAL

    def at(self, size: Size) -> Loss:
        terms: list[Term] = [
            RelativeContent(CONTENT_LAYER, 0.05 * 60 ** (0.7 - self.options.strength)),
            Variation(0.01),
        ]
        for picture, share in self.styles:
            seen = self.network(tf.constant(self._fitted(picture, size)[None]))
            terms += [
                GramStyle(layer, gram(seen[layer]), share / len(STYLE_LAYERS))
                for layer in STYLE_LAYERS
            ]
        return Loss(self.network, terms)

    def underpainted(self, content: Picture) -> Picture:
        return content

    def _fitted(self, picture: Picture, size: Size) -> Picture:
        side = max(size) * self.options.style_scale
        height, width = picture.shape[:2]
        scale = max(side / max(height, width), self.least_side / min(height, width))
        return resized(picture, (round(height * scale), round(width * scale)))


def _halved(signal: Tensor) -> Tensor:
    """Max pooling, 2x2; XLA has no deterministic gradient for the op of that name."""
    height, width = (side // 2 * 2 for side in signal.shape[1:3])
    upper, lower = signal[:, 0:height:2], signal[:, 1:height:2]
    rows = tf.maximum(upper, lower)
    return tf.maximum(rows[:, :, 0:width:2], rows[:, :, 1:width:2])


def gram(features: Tensor) -> Tensor:
    """(channels, channels): products of channels, averaged over places."""
    flat = tf.reshape(features, [-1, features.shape[-1]])
    return tf.matmul(flat, flat, transpose_a=True) / tf.cast(tf.shape(flat)[0], tf.float32)
