"""Adam on a picture's pixels, a whole frame's optimisation in one compiled graph."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gpu_task.painting.objective import Loss, Pace
from gpu_task.painting.pictures import Picture, Size, Weights
from gpu_task.painting.terms import Draw, Temporal, Tensor

_FIRST, _SECOND, _TINY = 0.9, 0.99, 1e-8
_WINDOW = 4
XLA_PIXELS = 120 * 120


@dataclass(frozen=True, eq=False)
class Moments:
    """Adam's memory: mean gradient, root of the mean squared one, and the steps behind them.

    `root` is (1, 1, 1) where gradients are sized jointly.
    """

    mean: Picture
    root: Picture
    steps: int

    @classmethod
    def none(cls, size: Size, joint: bool) -> "Moments":
        root = (1, 1, 1) if joint else (*size, 3)
        return cls(np.zeros((*size, 3), np.float32), np.zeros(root, np.float32), 0)


@dataclass(frozen=True, eq=False)
class Task:
    """One optimisation: from `start` towards `content`, where `free` (height, width) is 1.

    `promised` is what earlier frames say the picture should be, believed where `trust` is 1.
    """

    content: Picture
    start: Picture
    promised: Picture
    trust: Weights
    free: Weights
    moments: Moments
    steps: int
    least_steps: int
    rate: float
    last_rate: float
    tolerance: float
    seed: int


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an optimisation led to; `loss` is its last step's."""

    picture: Picture
    moments: Moments
    steps: int
    loss: float


class Descent:
    """Minimises one loss for pictures of one size; traced once, used for every frame."""

    def __init__(self, loss: Loss, temporal: Temporal, size: Size, pace: Pace) -> None:
        self._loss, self._temporal, self._joint = loss, temporal, pace.joint
        # Losses are means over pixels: without this, gradients would shrink towards Adam's epsilon.
        self._pixels = float(size[0] * size[1])
        # XLA compiles the gradient, not the loop around it: on a CPU, its convolutions inside a
        # loop run on one core. A small picture is painted before XLA is done compiling.
        xla = pace.xla and self._pixels >= XLA_PIXELS
        self._gradient = _traced(self._slopes, jit_compile=True) if xla else self._slopes
        picture = tf.TensorSpec([1, *size, 3], tf.float32)
        mask = tf.TensorSpec([1, *size, 1], tf.float32)
        root = tf.TensorSpec([1, 1, 1, 1], tf.float32) if pace.joint else picture
        number, count = tf.TensorSpec([], tf.float32), tf.TensorSpec([], tf.int32)
        self._run = _traced(
            self._descend,
            input_signature=[
                [picture, picture, picture, mask, mask],
                [picture, root, number],
                [count, count, count],
                [number, number, number],
            ],
        ).get_concrete_function()

    def __call__(self, task: Task) -> Outcome:
        pictures = [task.content, task.start, task.promised]
        masks = [task.trust[..., None], task.free[..., None]]
        moments = [_batch(task.moments.mean), _batch(task.moments.root)]
        picture, mean, root, taken, loss = self._run(
            [_batch(array) for array in (*pictures, *masks)],
            [*moments, tf.constant(task.moments.steps, tf.float32)],
            [tf.constant(n) for n in (task.steps, task.least_steps, task.seed)],
            [tf.constant(n, tf.float32) for n in (task.rate, task.last_rate, task.tolerance)],
        )
        steps = int(taken)
        after = Moments(mean.numpy()[0], root.numpy()[0], task.moments.steps + steps)
        return Outcome(picture.numpy()[0], after, steps, float(loss))

    def _descend(
        self,
        pictures: Sequence[Tensor],
        moments: Sequence[Tensor],
        counts: Sequence[Tensor],
        numbers: Sequence[Tensor],
    ) -> tuple[Tensor, ...]:
        content, start, promised, trust, free = pictures
        mean, root, behind = moments
        most, least, seed = counts
        rate, last_rate, tolerance = numbers
        targets = self._loss.targets(content)

        def goes_on(step: Tensor, *state: Tensor) -> Tensor:
            before, now, loss = state[3:]
            settled = before - now <= tolerance * tf.abs(before)
            asked = (step >= least) & (step >= 2 * _WINDOW) & tf.equal(step % _WINDOW, 0)
            return (step < most) & ~(asked & settled) & tf.math.is_finite(loss)

        def advance(step: Tensor, *state: Tensor) -> tuple[Tensor, ...]:
            picture, mean, square, before, now, _ = state
            loss, gradient = self._gradient(picture, targets, promised, trust, seed, step)
            gradient *= free * self._pixels
            mean = _FIRST * mean + (1 - _FIRST) * gradient
            square = _SECOND * square + (1 - _SECOND) * self._squared(gradient, free)
            age = behind + tf.cast(step + 1, tf.float32)
            done = tf.cast(step, tf.float32) / tf.cast(tf.maximum(most - 1, 1), tf.float32)
            move = mean / (1 - _FIRST**age) / (tf.sqrt(square / (1 - _SECOND**age)) + _TINY)
            move *= free * rate * (1 - (1 - last_rate) * done)
            opens = tf.equal(step % _WINDOW, 0)
            before, now = tf.where(opens, now, before), tf.where(opens, 0.0, now) + loss / _WINDOW
            return (
                step + 1,
                tf.clip_by_value(picture - move, -1, 1),
                mean,
                square,
                before,
                now,
                loss,
            )

        none = tf.constant(0.0)
        state = [tf.constant(0), start, mean, tf.square(root), none, none, none]
        step, picture, mean, square, _, _, loss = tf.while_loop(goes_on, advance, state)
        return picture, mean, tf.sqrt(square), step, loss

    def _slopes(
        self,
        picture: Tensor,
        targets: Sequence[Tensor],
        promised: Tensor,
        trust: Tensor,
        seed: Tensor,
        step: Tensor,
    ) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(picture)
            loss = self._loss(picture, targets, Draw(seed, step))
            loss += self._temporal(picture, promised, trust)
        return loss, tape.gradient(loss, picture)

    def _squared(self, gradient: Tensor, free: Tensor) -> Tensor:
        if not self._joint:
            return tf.square(gradient)
        total = tf.reduce_sum(tf.square(gradient)) / (3 * tf.reduce_sum(free) + 1)
        return tf.reshape(total, [1, 1, 1, 1])


def _traced(function: Callable[..., Any], **options: Any) -> Any:  # noqa: ANN401
    # AutoGraph would take longer to rewrite the Python than TensorFlow takes to trace it, and in
    # vain: every loop and choice that depends on a tensor is TensorFlow's own.
    return tf.function(function, autograph=False, **options)


def _batch(array: NDArray[np.float32]) -> Tensor:
    return tf.constant(array[None], tf.float32)
