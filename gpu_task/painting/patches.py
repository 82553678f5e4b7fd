"""The objective that needs no weights: the painting's patch distribution, matched.

The sliced Wasserstein distance (Heitz 2021) between the patches of the frame and of the painting,
at three scales at once, coarse to fine (Elnekave and Weiss 2022, arXiv 2203.11862). It departs from
both in its directions: not isotropic noise, which sees mostly colour, but patches of the painting
itself, partly whitened. They look like brush strokes, so matching the distribution of their
responses asks for strokes; noise of the same spectrum does not have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gpu_task.painting.objective import Loss, Pace, WeightedPicture, see_pixels
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.pictures import Picture, Size, resized
from gpu_task.painting.terms import (
    PIXELS,
    Content,
    Draw,
    Features,
    Temporal,
    Tensor,
    Term,
    Variation,
)

_STROKES = 1.6
_DIRECTIONS, _SETS = 32, 16
_STYLE_PATCHES = 8192
_SAMPLES = 8192
_WHITENING = 0.3
_LEVELING = 0.6


@dataclass(frozen=True)
class Scale:
    """Patches of `side` pixels in the picture reduced by `factor`, one every `stride`."""

    factor: int
    side: int
    stride: int


SCALES = (Scale(1, 7, 3), Scale(2, 7, 2), Scale(4, 9, 1))


@dataclass(frozen=True)
class PatchesObjective:
    """See the module; `styles` are pictures of any size with their shares."""

    styles: Sequence[WeightedPicture]
    options: PaintingOptions
    name: str = "patches"
    least_side: int = 24
    pace: Pace = Pace(first_steps=50, first_rate=0.03, next_steps=12, next_rate=0.012)
    temporal: Temporal = Temporal(1.0)

    @property
    def colour_share(self) -> float:
        return min(1.0, 1.4 * self.options.strength)

    def at(self, size: Size) -> Loss:
        terms: list[Term] = [Content(PIXELS, content_weight(self.options.strength))]
        terms.append(Variation(0.004))
        side = max(size) * _STROKES * self.options.style_scale
        styles = [(_fitted(picture, side), share) for picture, share in self.styles]
        for number, scale in enumerate(SCALES):
            if min(size) // scale.factor >= 2 * scale.side:
                terms.append(sliced(styles, size, scale, seed=number))
        return Loss(see_pixels, terms)


def content_weight(strength: float) -> float:
    """Equal steps of strength weaken the frame by equal ratios."""
    return float(0.02 * 60 ** (1 - strength))


@dataclass(frozen=True, eq=False)
class Sliced(Term):
    """Sliced Wasserstein distance between the picture's patches and fixed quantiles of a style's.

    `directions` is (sets, side, side, 3, k) and `quantiles` (sets, k, rows * columns), descending.
    Each step takes one set and another offset of the sampling grid.
    """

    directions: Tensor
    quantiles: Tensor
    scale: Scale
    rows: int
    columns: int
    salt: int

    def target(self, content: Features) -> Tensor:
        return tf.zeros([])

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        scale = self.scale
        down, right, chosen = tf.unstack(draw.integers(3, self.salt))
        sets, side, _, _, count = self.directions.shape
        reach = scale.factor * scale.stride
        window = [1, *_extent(scale, self.rows, self.columns), 3]
        padded = tf.pad(seen[PIXELS], _margins(scale), "REFLECT")
        picture = tf.slice(padded, [0, down % reach, right % reach, 0], window)
        if scale.factor > 1:
            picture = tf.nn.avg_pool2d(picture, scale.factor, scale.factor, "VALID")
        responses = tf.nn.conv2d(picture, self.directions[chosen % sets], scale.stride, "VALID")
        samples = self.rows * self.columns
        responses = tf.transpose(tf.reshape(responses, [samples, count]))
        ordered = tf.math.top_k(responses, samples).values
        gap = tf.math.squared_difference(ordered, self.quantiles[chosen % sets])
        return 1.5 * tf.reduce_mean(gap)


def sliced(styles: Sequence[WeightedPicture], size: Size, scale: Scale, seed: int) -> Sliced:
    """The term for pictures of one size; the quantiles of several styles are averaged by share.

    That average is their Wasserstein barycentre along each direction (Bonneel 2015).
    """
    scale = _affordable(scale, size)
    rows, columns = _grid(scale, size)
    rng = np.random.default_rng(seed)
    patches = [(_patches(picture, scale, rng), share) for picture, share in styles]
    directions = _stroke_directions(patches, _DIRECTIONS * _SETS, rng)
    quantiles = sum(
        share * _quantiles(found @ directions.T, rows * columns) for found, share in patches
    )
    shaped = directions.reshape(_SETS, _DIRECTIONS, scale.side, scale.side, 3)
    return Sliced(
        tf.constant(shaped.transpose(0, 2, 3, 4, 1)),
        tf.constant(quantiles.reshape(_SETS, _DIRECTIONS, -1), tf.float32),
        scale,
        rows,
        columns,
        salt=1 + seed,
    )


def _stroke_directions(
    patches: Sequence[tuple[NDArray[np.float32], float]], count: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    together = np.concatenate([found for found, _ in patches])
    mean = together.mean(axis=0)
    covariance = np.cov((together - mean).T)
    energy, axes = np.linalg.eigh(covariance)
    energy = np.maximum(energy, energy.max() * 1e-4)
    chosen = together[rng.choice(len(together), count)] - mean
    directions = (chosen @ axes * energy**-_WHITENING) @ axes.T
    directions /= np.linalg.norm(directions, axis=1, keepdims=True) + 1e-9
    spread = np.sqrt(np.einsum("kd,de,ke->k", directions, covariance, directions)) + 1e-6
    return (directions * ((spread.mean() / spread) ** _LEVELING)[:, None]).astype(np.float32)


def _quantiles(responses: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    ordered = np.sort(responses.T, axis=1)
    known = ordered.shape[1]
    places = (np.arange(count) + 0.5) / count * known - 0.5
    places = np.clip(places, 0, known - 1)
    low = np.minimum(places.astype(np.int64), known - 2)
    part = (places - low).astype(np.float32)
    ascending = ordered[:, low] * (1 - part) + ordered[:, low + 1] * part
    return ascending[:, ::-1]


def _patches(picture: Picture, scale: Scale, rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = picture.shape[:2]
    smaller = max(scale.side, height // scale.factor), max(scale.side, width // scale.factor)
    reduced = resized(picture, smaller)
    windows = np.lib.stride_tricks.sliding_window_view(
        reduced, (scale.side, scale.side), axis=(0, 1)
    )
    rows, columns = windows.shape[:2]
    chosen = rng.choice(rows * columns, min(_STYLE_PATCHES, rows * columns), replace=False)
    found = windows[chosen // columns, chosen % columns].transpose(0, 2, 3, 1)
    if len(found) < 2:
        found = np.repeat(found, 2, axis=0)
    return np.ascontiguousarray(found).reshape(len(found), -1)


def _fitted(picture: Picture, side: float) -> Picture:
    scale = side / max(picture.shape[:2])
    return resized(picture, (round(picture.shape[0] * scale), round(picture.shape[1] * scale)))


def _affordable(scale: Scale, size: Size) -> Scale:
    while np.prod(_grid(scale, size)) > _SAMPLES:
        scale = Scale(scale.factor, scale.side, scale.stride + 1)
    return scale


def _grid(scale: Scale, size: Size) -> Size:
    margin = 2 * _margin(scale) - (scale.factor * scale.stride - 1)
    rows, columns = (
        ((side + margin) // scale.factor - scale.side) // scale.stride + 1 for side in size
    )
    return rows, columns


def _extent(scale: Scale, rows: int, columns: int) -> Size:
    return (
        ((rows - 1) * scale.stride + scale.side) * scale.factor,
        ((columns - 1) * scale.stride + scale.side) * scale.factor,
    )


def _margin(scale: Scale) -> int:
    return scale.side * scale.factor // 2


def _margins(scale: Scale) -> list[list[int]]:
    margin = _margin(scale)
    return [[0, 0], [margin, margin], [margin, margin], [0, 0]]
