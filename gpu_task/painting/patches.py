"""The objective that needs no weights: the painting's patch distribution, matched.

The sliced Wasserstein distance (Heitz 2021) between the patches of the frame and of the painting,
coarse to fine (Elnekave and Weiss 2022, arXiv 2203.11862). It departs from both in three things.
Directions are not isotropic noise, which sees mostly colour, but tapered patches of the painting
itself, partly whitened: they look like brush strokes, so matching the distribution of responses to
them asks for strokes. Only a sample of the responses is sorted, but all of them follow the map
between quantiles that the sample gives: sparse gradients would leave speckle. And a frame
starts with strokes laid under it (see `underpainting`).
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
from gpu_task.painting.underpainting import Strokes

_STROKES = 1.7
_SIDE = 7
_STRIDE = 2
_DIRECTIONS, _SETS = 24, 20
_STYLE_PATCHES = 8192
_SORTED = 4096
_KNOTS = 256
_WHITENING = 0.4
_SOFTENING = 0.18
_LEVELING = 0.6
_LAID = 0.7
_PACE = Pace(first_steps=32, first_rate=0.06, next_steps=8, next_rate=0.02, joint=True)
_TEMPORAL = Temporal(1.0)


@dataclass(frozen=True)
class PatchesObjective:
    """See the module; `styles` are pictures of any size with their shares."""

    styles: Sequence[WeightedPicture]
    options: PaintingOptions
    name: str = "patches"
    least_side: int = 24
    margin: int = 8
    pace: Pace = _PACE
    temporal: Temporal = _TEMPORAL

    @property
    def colour_share(self) -> float:
        return min(1.0, 1.4 * self.options.strength)

    def at(self, size: Size) -> Loss:
        terms: list[Term] = [
            Content(PIXELS, content_weight(self.options.strength)),
            Variation(0.004),
            sliced(self._fitted(size), size, self.options.seed),
        ]
        return Loss(see_pixels, terms)

    def underpainted(self, content: Picture) -> Picture:
        size = content.shape[0], content.shape[1]
        strokes = Strokes(self._fitted(size), self.options.seed)
        share = _LAID * min(1.0, 1.4 * self.options.strength)
        return np.clip(content + share * strokes.under(content), -1, 1).astype(np.float32)

    def _fitted(self, size: Size) -> list[WeightedPicture]:
        """The styles at the size that makes strokes visible: larger than the frame."""
        side = max(size) * _STROKES * self.options.style_scale
        fitted = []
        for picture, share in self.styles:
            scale = max(side / max(picture.shape[:2]), 2 * _SIDE / min(picture.shape[:2]))
            size = round(picture.shape[0] * scale), round(picture.shape[1] * scale)
            fitted.append((resized(picture, size), share))
        return fitted


def content_weight(strength: float) -> float:
    """Equal steps of strength weaken the frame by equal ratios."""
    return float(0.035 * 60 ** (1 - strength))


@dataclass(frozen=True, eq=False)
class Sliced(Term):
    """Sliced Wasserstein distance between the picture's patches and fixed quantiles of a style's.

    `directions` is (sets, side, side, 3, k) and `quantiles` (sets, k, samples), ascending. Each
    step takes one set and every second row and column of patches, from another offset each time; of
    their responses it sorts one every `apart` rows and columns.
    """

    directions: Tensor
    quantiles: Tensor
    apart: int

    def target(self, content: Features) -> Tensor:
        return tf.zeros([])

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        chosen, first, second = tf.unstack(draw.integers(3))
        chosen %= self.directions.shape[0]
        rows, columns = (_STRIDE * (n - 1) + _SIDE for n in _grid(seen[PIXELS].shape[1:3]))
        down, right = draw.step % _STRIDE, draw.step // _STRIDE % _STRIDE
        start = tf.stack([0, down, right, 0])
        picture = tf.slice(seen[PIXELS], start, [1, rows, columns, 3])
        responses = tf.nn.conv2d(picture, self.directions[chosen], _STRIDE, "VALID")
        fixed = tf.stop_gradient(responses)
        rows, columns = (side // self.apart * self.apart for side in fixed.shape[1:3])
        sample = fixed[:, first % self.apart : rows : self.apart]
        sample = sample[:, :, second % self.apart : columns : self.apart]
        wanted = fixed + _shift(fixed, sample, self.quantiles[chosen])
        return 1.5 * tf.reduce_mean(tf.math.squared_difference(responses, wanted))


def _shift(responses: Tensor, sample: Tensor, quantiles: Tensor) -> Tensor:
    """How far each response, (1, height, width, k), is from its rank's place in the style."""
    count, samples = quantiles.shape
    values = tf.transpose(tf.reshape(sample, [samples, count]))
    ordered = tf.reverse(tf.math.top_k(values, samples).values, [1])
    low = ordered[:, :1]
    span = tf.maximum(ordered[:, -1:] - low, 1e-6)
    knots = low + span * tf.linspace(0.0, 1.0, _KNOTS)
    ranks = tf.minimum(tf.searchsorted(ordered, knots), samples - 1)
    shifts = tf.gather(quantiles, ranks, batch_dims=1) - knots
    place = tf.round((responses - low[:, 0]) / span[:, 0] * (_KNOTS - 1))
    place = tf.cast(tf.clip_by_value(place, 0, _KNOTS - 1), tf.int32)
    return tf.gather(tf.reshape(shifts, [-1]), place + tf.range(count) * _KNOTS)


def sliced(styles: Sequence[WeightedPicture], size: Size, seed: int) -> Sliced:
    """The term for pictures of one size; the quantiles of several styles are averaged by share.

    That average is their Wasserstein barycentre along each direction (Bonneel 2015).
    """
    rows, columns = _grid(size)
    apart = max(1, round((rows * columns / _SORTED) ** 0.5))
    samples = (rows // apart) * (columns // apart)
    rng = np.random.default_rng(seed)
    patches = [(_patches(picture, rng), share) for picture, share in styles]
    directions = _stroke_directions(patches, _DIRECTIONS * _SETS, rng)
    quantiles = np.zeros((len(directions), samples), np.float32)
    for found, share in patches:
        quantiles += share * _quantiles(found @ directions.T, samples)
    shaped = directions.reshape(_SETS, _DIRECTIONS, _SIDE, _SIDE, 3)
    return Sliced(
        tf.constant(shaped.transpose(0, 2, 3, 4, 1)),
        tf.constant(quantiles.reshape(_SETS, _DIRECTIONS, samples)),
        apart,
    )


def _grid(size: Sequence[int]) -> Size:
    """Rows and columns of patches that fit for every offset of the grid."""
    height, width = size
    return (height - _SIDE + 1) // _STRIDE, (width - _SIDE + 1) // _STRIDE


def _stroke_directions(
    patches: Sequence[tuple[NDArray[np.float32], float]], count: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    together = np.concatenate([found for found, _ in patches])
    mean = together.mean(axis=0)
    covariance = np.cov((together - mean).T)
    energy, axes = np.linalg.eigh(covariance)
    energy = np.maximum(energy, energy.max() * 1e-4)
    chosen = together[rng.choice(len(together), count)] - mean
    directions = (chosen @ axes * energy**-_WHITENING) @ axes.T * _taper()
    directions = _softened(directions)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True) + 1e-9
    spread = np.sqrt(np.einsum("kd,de,ke->k", directions, covariance, directions)) + 1e-6
    return np.asarray(directions * ((spread.mean() / spread) ** _LEVELING)[:, None], np.float32)


def _taper() -> NDArray[np.float32]:
    """(side * side * 3,): a window without edges; square ones print their grid on the picture."""
    window = np.hanning(_SIDE + 2)[1:-1]
    return np.repeat(np.outer(window, window).ravel(), 3).astype(np.float32)


def _softened(directions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without most of what changes from pixel to pixel.

    Patches two pixels apart cannot tell such detail from a pattern of dots, and would draw one.
    """
    shaped = directions.reshape(-1, _SIDE, _SIDE, 3)
    padded = np.pad(shaped, ((0, 0), (1, 1), (1, 1), (0, 0)))
    middle = 1 - 2 * _SOFTENING
    rows = _SOFTENING * (padded[:, :-2] + padded[:, 2:]) + middle * padded[:, 1:-1]
    both = _SOFTENING * (rows[:, :, :-2] + rows[:, :, 2:]) + middle * rows[:, :, 1:-1]
    return np.asarray(both.reshape(directions.shape))


def _quantiles(responses: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """(directions, count) from (patches, directions): evenly spaced quantiles, ascending."""
    ordered = np.sort(responses.T, axis=1)
    known = ordered.shape[1]
    places = np.clip((np.arange(count) + 0.5) / count * known - 0.5, 0, known - 1)
    low = np.minimum(places.astype(np.int64), known - 2)
    part = (places - low).astype(np.float32)
    return np.asarray(ordered[:, low] * (1 - part) + ordered[:, low + 1] * part, np.float32)


def _patches(picture: Picture, rng: np.random.Generator) -> NDArray[np.float32]:
    """(n, side * side * 3), drawn evenly from the picture."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, (_SIDE, _SIDE), axis=(0, 1))
    rows, columns = windows.shape[:2]
    chosen = rng.choice(rows * columns, min(_STYLE_PATCHES, rows * columns), replace=False)
    found = windows[chosen // columns, chosen % columns].transpose(0, 2, 3, 1)
    return np.ascontiguousarray(found).reshape(len(found), -1)
