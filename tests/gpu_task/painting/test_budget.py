from hypothesis import given
from hypothesis import strategies as st

from gpu_task.painting.budget import LADDER, Cost, measured_cost, plan_for, smaller
from gpu_task.painting.objective import Objective
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.patches import PatchesObjective
from gpu_task.painting.pictures import from_pixels
from tests.gpu_task.painting.builders import painting

COST = Cost(4e-7)


def _objective() -> Objective:
    return PatchesObjective([(from_pixels(painting().rgb), 1.0)], PaintingOptions())


@given(st.floats(0.05, 60), st.floats(0.05, 60), st.integers(1, 500))
def test_less_time_never_buys_a_better_painting(one: float, other: float, frames: int) -> None:
    short, long = sorted((one, other))
    size, objective = (240, 320), _objective()
    plans = [plan_for(minutes, COST, size, frames, objective)[0] for minutes in (short, long)]
    assert LADDER.index(plans[0]) >= LADDER.index(plans[1])


@given(st.floats(0.05, 60), st.integers(1, 500))
def test_what_is_said_to_fit_fits(minutes: float, frames: int) -> None:
    size, objective = (240, 320), _objective()
    plan, note = plan_for(minutes, COST, size, frames, objective)
    fits = COST.seconds(plan, size, frames, objective.pace) <= 60 * minutes
    assert fits or (note is not None and "minutes are short" in note)


def test_enough_time_gives_nothing_up_and_says_nothing() -> None:
    assert plan_for(60, COST, (240, 320), 30, _objective()) == (LADDER[0], None)


def test_a_smaller_painting_says_what_was_given_up() -> None:
    plan, note = plan_for(0.3, COST, (240, 320), 30, _objective())
    assert plan != LADDER[0]
    assert note is not None
    assert "0.3 minutes" in note


def test_no_plan_is_too_small_for_the_objective() -> None:
    plan, _ = plan_for(0.05, Cost(1.0), (40, 48), 1000, _objective())
    assert 40 * plan.scale >= 24


def test_the_next_size_down_keeps_the_steps() -> None:
    assert smaller(LADDER[1]).effort == LADDER[1].effort
    assert smaller(LADDER[1]).scale < LADDER[1].scale


def test_the_cost_of_this_machine_is_measured() -> None:
    assert 0 < measured_cost(_objective()).pixel_step < 1e-3
