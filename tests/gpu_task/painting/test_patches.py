import numpy as np
import pytest
import tensorflow as tf

from gpu_task.painting.objective import WeightedPicture
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.patches import PatchesObjective, Sliced, content_weight, sliced
from gpu_task.painting.pictures import Picture, from_pixels, resized
from gpu_task.painting.terms import PIXELS, Draw
from tests.gpu_task.painting.builders import painting, texture

SIZE = (48, 64)


def _strokes(seed: int = 100) -> Picture:
    return from_pixels(painting(seed).rgb)


def _distance(term: Sliced, picture: Picture) -> float:
    seen = {PIXELS: tf.constant(picture[None])}
    draws = (Draw(tf.constant(0), tf.constant(step)) for step in range(10))
    return float(np.mean([term(seen, tf.zeros([]), draw) for draw in draws]))


def _term(*styles: WeightedPicture) -> Sliced:
    return sliced(styles, SIZE, seed=0)


def test_the_painting_itself_is_nearest_to_itself() -> None:
    style = resized(_strokes(), SIZE)
    term = _term((style, 1.0))
    assert _distance(term, style) < 0.1 * _distance(term, from_pixels(texture(1, *SIZE)))


def test_noise_of_the_same_colours_is_far_from_strokes() -> None:
    style = resized(_strokes(), SIZE)
    shuffled = np.random.default_rng(0).permutation(style.reshape(-1, 3)).reshape(style.shape)
    term = _term((style, 1.0))
    assert _distance(term, shuffled) > 5 * _distance(term, style)


def test_a_style_whose_share_is_nothing_does_not_move_the_quantiles() -> None:
    one, other = resized(_strokes(1), SIZE), resized(_strokes(2), SIZE)
    half = _term((one, 0.5), (other, 0.5))
    between = 0.5 * (_distance(half, one) + _distance(half, other))
    assert between < _distance(_term((one, 1.0)), other)


def test_distances_are_the_same_on_every_run() -> None:
    style, content = resized(_strokes(), SIZE), from_pixels(texture(1, *SIZE))
    distances = {_distance(_term((style, 1.0)), content) for _ in range(2)}
    assert len(distances) == 1


@pytest.mark.parametrize("size", [(24, 24), (24, 200), (131, 57)])
def test_every_allowed_size_can_be_judged(size: tuple[int, int]) -> None:
    objective = PatchesObjective([(_strokes(), 1.0)], PaintingOptions())
    loss = objective.at(size)
    picture = tf.constant(from_pixels(texture(1, *size))[None])
    value = loss(picture, loss.targets(picture), Draw(tf.constant(0), tf.constant(5)))
    assert np.isfinite(value.numpy())


def test_a_weaker_painting_holds_on_to_the_frame() -> None:
    weights = [content_weight(strength) for strength in (1.0, 0.7, 0.3, 0.0)]
    assert weights == sorted(weights)
    assert weights[-1] > 20 * weights[0]


def test_strokes_are_laid_over_flat_places_and_keep_their_colour() -> None:
    objective = PatchesObjective([(_strokes(), 1.0)], PaintingOptions(strength=1.0))
    flat = np.full((64, 64, 3), -0.2, np.float32)
    laid = objective.underpainted(flat)
    assert laid.std() > 0.05
    assert laid.mean(axis=(0, 1)) == pytest.approx(flat.mean(axis=(0, 1)), abs=0.05)


def test_larger_strokes_vary_more_slowly() -> None:
    flat = np.zeros((96, 96, 3), np.float32)

    def roughness(scale: float) -> float:
        objective = PatchesObjective([(_strokes(), 1.0)], PaintingOptions(style_scale=scale))
        laid = objective.underpainted(flat)
        return float(np.abs(np.diff(laid, axis=1)).mean() / laid.std())

    assert roughness(2.0) < roughness(0.5)
