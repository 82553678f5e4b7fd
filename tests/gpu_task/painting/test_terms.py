import numpy as np
import pytest
import tensorflow as tf

from gpu_task.painting.pictures import from_pixels
from gpu_task.painting.terms import PIXELS, Content, Draw, Temporal, Variation
from tests.gpu_task.painting.builders import texture

DRAW = Draw(tf.constant(1), tf.constant(2))


def _seen(picture: np.ndarray) -> dict[str, tf.Tensor]:
    return {PIXELS: tf.constant(picture[None], tf.float32)}


def test_the_content_term_is_zero_for_the_frame_itself() -> None:
    term, seen = Content(PIXELS, 3.0), _seen(from_pixels(texture(1)))
    assert float(term(seen, term.target(seen), DRAW)) == 0


def test_variation_does_not_grow_with_the_picture() -> None:
    tile = from_pixels(texture(1, 40, 40))
    term = Variation(1.0)
    small, large = (
        float(term(_seen(np.tile(tile, (n, n, 1))), tf.zeros([]), DRAW)) for n in (1, 4)
    )
    assert large == pytest.approx(small, rel=0.1)


def test_untrusted_pixels_cost_nothing() -> None:
    picture = tf.constant(from_pixels(texture(1))[None])
    promised = -picture
    nowhere = tf.zeros([1, 40, 48, 1])
    assert float(Temporal(1.0)(picture, promised, nowhere)) == 0
    assert float(Temporal(1.0)(picture, promised, nowhere + 1)) > 0


def test_equal_seeds_and_steps_draw_equal_numbers() -> None:
    first, again = DRAW.integers(4), Draw(tf.constant(1), tf.constant(2)).integers(4)
    other = Draw(tf.constant(1), tf.constant(3)).integers(4)
    assert first.numpy().tolist() == again.numpy().tolist() != other.numpy().tolist()
