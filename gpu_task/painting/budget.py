"""Planning size and steps so that a clip fits the time that it may take."""

import time
from dataclasses import dataclass

import numpy as np

from gpu_task.painting.descent import Descent, Moments, Task
from gpu_task.painting.ledger import Plan
from gpu_task.painting.objective import Objective, Pace
from gpu_task.painting.pictures import Size

LADDER = (
    Plan(1.0, 1.0),
    Plan(1.0, 0.7),
    Plan(0.84, 0.7),
    Plan(0.71, 0.7),
    Plan(0.59, 0.6),
    Plan(0.5, 0.5),
    Plan(0.42, 0.5),
    Plan(0.35, 0.4),
)
"""From the best painting to the quickest: fewer steps first, then smaller, as eyes mind it less."""

_PYRAMID = 2.0
_FLOW_SECONDS = 1.2e-6
_START_SECONDS = 6.0
_RESERVE = 1.25
_TRIAL_STEPS = 6
_TRIAL_SIDE = 96


@dataclass(frozen=True)
class Cost:
    """What painting costs on this machine: seconds per pixel and optimisation step."""

    pixel_step: float

    def seconds(self, plan: Plan, size: Size, frames: int, pace: Pace) -> float:
        """The whole clip: a first frame coarse to fine, then the others, each with its flow."""
        pixels = size[0] * size[1] * plan.scale**2
        first = pixels * _PYRAMID * pace.first_steps * plan.effort * self.pixel_step
        each = pixels * (pace.next_steps * plan.effort * self.pixel_step + _FLOW_SECONDS)
        return _RESERVE * (_START_SECONDS + first + each * max(0, frames - 1))


def measured_cost(objective: Objective) -> Cost:
    """Times a few steps of the objective on a small picture of noise."""
    side = max(_TRIAL_SIDE, objective.least_side)
    size = (side, side)
    picture = np.random.default_rng(0).uniform(-1, 1, (side, side, 3)).astype(np.float32)
    descent = Descent(objective.at(size), objective.temporal, size, objective.pace)
    ones = np.ones(size, np.float32)
    task = Task(
        content=picture,
        start=picture,
        promised=picture,
        trust=ones,
        free=ones,
        moments=Moments.none(size, objective.pace.joint),
        steps=_TRIAL_STEPS,
        least_steps=_TRIAL_STEPS,
        rate=0.01,
        last_rate=1.0,
        tolerance=0.0,
        seed=0,
    )
    descent(task)
    started = time.perf_counter()
    descent(task)
    return Cost((time.perf_counter() - started) / _TRIAL_STEPS / side**2)


def plan_for(
    minutes: float, cost: Cost, size: Size, frames: int, objective: Objective
) -> tuple[Plan, str | None]:
    """The best plan that fits, and what to say about it."""
    possible = [plan for plan in LADDER if min(size) * plan.scale >= objective.least_side]
    for plan in possible:
        if fits(minutes, cost, plan, size, frames, objective):
            return plan, note_on(plan, minutes)
    needed = cost.seconds(possible[-1], size, frames, objective.pace) / 60
    return possible[-1], (
        f"{minutes:g} minutes are short for {frames} frames: painted as quickly as possible, "
        f"in about {needed:.1f} minutes."
    )


def fits(
    minutes: float, cost: Cost, plan: Plan, size: Size, frames: int, objective: Objective
) -> bool:
    """Whether so many frames can be painted in that time."""
    return cost.seconds(plan, size, frames, objective.pace) <= 60 * minutes


def smaller(plan: Plan) -> Plan:
    """The next size down, for when memory was short."""
    return Plan(plan.scale * 0.75, plan.effort)


def note_on(plan: Plan, minutes: float | None) -> str | None:
    """What to say about a plan: nothing when nothing is given up."""
    if plan == LADDER[0] or minutes is None:
        return None
    return (
        f"Painted at {plan.scale:.0%} size with {plan.effort:.0%} of the steps "
        f"to take no more than {minutes:g} minutes."
    )
