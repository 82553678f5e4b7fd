import numpy as np
import pytest
import tensorflow as tf

from gpu_task.painting.descent import Descent, Moments, Outcome, Task
from gpu_task.painting.objective import Loss, Pace, see_pixels
from gpu_task.painting.pictures import Picture
from gpu_task.painting.terms import PIXELS, Content, Draw, Features, Temporal, Tensor

SIZE = (8, 10)
PACE = Pace(first_steps=1, first_rate=0.1, next_steps=1, next_rate=0.1)


class Counting(Content):
    """The content term, counting how often it is traced."""

    traced = 0

    def __call__(self, seen: Features, target: Tensor, draw: Draw) -> Tensor:
        type(self).traced += 1
        return super().__call__(seen, target, draw)


def _flat(value: float) -> Picture:
    return np.full((*SIZE, 3), value, np.float32)


def _task(**changes: object) -> Task:
    usual: dict[str, object] = {
        "content": _flat(0.5),
        "start": _flat(-0.5),
        "promised": _flat(-0.5),
        "trust": np.zeros(SIZE, np.float32),
        "free": np.ones(SIZE, np.float32),
        "moments": Moments.none(SIZE, joint=False),
        "steps": 60,
        "least_steps": 1,
        "rate": 0.1,
        "last_rate": 0.1,
        "tolerance": 0.0,
        "seed": 1,
    }
    return Task(**{**usual, **changes})  # type: ignore[arg-type]


def _descend(task: Task, pace: Pace = PACE) -> Outcome:
    loss = Loss(see_pixels, [Content(PIXELS, 1.0)])
    return Descent(loss, Temporal(100.0), SIZE, pace)(task)


@pytest.mark.parametrize("joint", [False, True])
def test_it_arrives_at_the_least_loss(joint: bool) -> None:
    pace = Pace(1, 0.1, 1, 0.1, joint=joint)
    task = _task(moments=Moments.none(SIZE, joint), steps=200, least_steps=200, last_rate=0.0)
    outcome = _descend(task, pace)
    assert outcome.picture == pytest.approx(_flat(0.5), abs=0.05)


def test_pixels_that_are_not_free_stay_exactly() -> None:
    free = np.zeros(SIZE, np.float32)
    free[:, 5:] = 1
    outcome = _descend(_task(free=free))
    assert np.array_equal(outcome.picture[:, :5], _flat(-0.5)[:, :5])
    assert outcome.picture[:, 5:].min() > 0


def test_a_trusted_promise_is_kept() -> None:
    outcome = _descend(_task(trust=np.ones(SIZE, np.float32)))
    assert outcome.picture == pytest.approx(_flat(-0.5), abs=0.05)


def test_it_stops_when_nothing_improves_any_more() -> None:
    settled = _task(start=_flat(0.5), promised=_flat(0.5), steps=500, tolerance=0.01)
    assert _descend(settled).steps <= 8


def test_it_takes_the_least_steps_even_then() -> None:
    settled = _task(start=_flat(0.5), steps=500, least_steps=20, tolerance=0.01)
    assert _descend(settled).steps == 20


def test_a_loss_that_is_no_number_ends_it_at_once() -> None:
    outcome = _descend(_task(content=_flat(float("nan"))))
    assert np.isnan(outcome.loss)
    assert outcome.steps == 1


def test_it_is_traced_once_for_all_frames() -> None:
    Counting.traced = 0
    descent = Descent(Loss(see_pixels, [Counting(PIXELS, 1.0)]), Temporal(1.0), SIZE, PACE)
    after_first = Counting.traced
    for steps in (3, 9, 4):
        descent(_task(steps=steps, seed=steps, rate=0.01 * steps))
    assert Counting.traced == after_first


def test_the_moments_go_on_where_they_were() -> None:
    first = _descend(_task(steps=5))
    again = _descend(_task(start=first.picture, moments=first.moments, steps=5))
    assert again.moments.steps == 10
    assert again.loss < first.loss


def test_xla_gives_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpu_task.painting.descent.XLA_PIXELS", 1)
    plain = _descend(_task(steps=10))
    compiled = _descend(_task(steps=10), Pace(1, 0.1, 1, 0.1, xla=True))
    assert compiled.picture == pytest.approx(plain.picture, abs=1e-4)


def test_tensors_of_another_size_are_refused() -> None:
    wrong = np.zeros((9, 9, 3), np.float32)
    with pytest.raises((TypeError, ValueError, tf.errors.InvalidArgumentError)):
        _descend(_task(content=wrong))
