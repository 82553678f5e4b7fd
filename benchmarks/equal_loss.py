"""Time over a clip until every frame's loss is no higher than where the first version ends."""

import time
from collections.abc import Sequence

import numpy as np

from benchmarks.first_version import STEPS, FirstLosses, FirstVersion, first_losses
from benchmarks.networks import random_network
from benchmarks.report import Report, Row, at_least
from gpu_task.clip.model import Pixels
from gpu_task.painting.descent import Descent, Moments, Outcome, Task
from gpu_task.painting.flow import Motion, motion_between
from gpu_task.painting.objective import Loss
from gpu_task.painting.pictures import Picture, Size, from_pixels, resized
from gpu_task.painting.terms import Temporal
from gpu_task.painting.vgg16 import PACE, Network

_MOST_STEPS = 200
_RATE = 0.03
_COARSE_STEPS = 16


def measure(frames: Sequence[Pixels], style: Pixels) -> Report:
    """Both ways over the same frames with the same network, losses and style."""
    contents = [from_pixels(frame) for frame in frames]
    size = (contents[0].shape[0], contents[0].shape[1])
    network = random_network()
    fitted = resized(from_pixels(style), size)
    losses = first_losses(network, fitted)
    eager = FirstVersion(network, losses, compiled=False)
    theirs = _seconds_each(eager, contents[:2]) * len(contents)
    reached = FirstVersion(network, losses, compiled=True)
    targets = [reached.paint(content)[1] for content in contents]
    ours, steps = _ours(frames, contents, fitted, network, losses, targets)
    rows = [
        Row("first version, 30 steps a frame", theirs, "s"),
        Row("ours, to the same losses", ours, "s"),
        at_least("times faster", theirs / ours, "", 10),
        Row("our steps, first frame", steps[0], "full-size steps"),
        Row("our steps, median of the others", float(np.median(steps[1:])), "steps"),
    ]
    height, width = size
    remarks = [
        f"{len(frames)} frames at {width}x{height}, VGG16 architecture with random weights.",
        f"The first version's time is measured on two whole frames ({STEPS} eager steps each) and "
        "multiplied; its final losses come from the same numbers in a compiled graph.",
        f"Our steps: {', '.join(str(count) for count in steps)}.",
    ]
    return Report("Time to equal loss", rows, remarks)


def _seconds_each(painter: FirstVersion, contents: Sequence[Picture]) -> float:
    started = time.perf_counter()
    for content in contents:
        painter.paint(content)
    return (time.perf_counter() - started) / len(contents)


def _ours(
    frames: Sequence[Pixels],
    contents: Sequence[Picture],
    style: Picture,
    network: Network,
    losses: FirstLosses,
    targets: Sequence[float],
) -> tuple[float, list[int]]:
    size = (contents[0].shape[0], contents[0].shape[1])
    half = (size[0] // 2, size[1] // 2)
    coarse = _descent(network, first_losses(network, resized(style, half)), half)
    fine = _descent(network, losses, size)
    # Compiling is paid once per size, however long the clip; both ways are timed without it.
    for descent, there in ((coarse, half), (fine, size)):
        descent(_task(resized(contents[0], there), resized(contents[0], there), None, 1))
    started = time.perf_counter()
    first = coarse(
        _task(resized(contents[0], half), resized(contents[0], half), None, _COARSE_STEPS)
    )
    start = np.clip(resized(first.picture, size), -1, 1)
    picture, moments, taken = _until(fine, contents[0], start, None, targets[0])
    steps = [taken]
    for index in range(1, len(contents)):
        motion = motion_between(frames[index - 1], frames[index])
        start = np.clip(motion.carry(picture), -1, 1)
        kept = _carried(moments, motion)
        picture, moments, taken = _until(fine, contents[index], start, kept, targets[index])
        steps.append(taken)
    return time.perf_counter() - started, steps


def _until(
    descent: Descent, content: Picture, start: Picture, moments: Moments | None, target: float
) -> tuple[Picture, Moments, int]:
    """Single steps until the loss that a step finds is low enough; counts every one of them."""
    picture = start
    for taken in range(1, _MOST_STEPS + 1):
        outcome: Outcome = descent(_task(content, picture, moments, 1))
        if outcome.loss <= target:
            return picture, outcome.moments, taken
        picture, moments = outcome.picture, outcome.moments
    raise RuntimeError(f"{_MOST_STEPS} steps did not reach a loss of {target}")


def _descent(network: Network, losses: FirstLosses, size: Size) -> Descent:
    return Descent(Loss(network, [losses]), Temporal(0.0), size, PACE)


def _task(content: Picture, start: Picture, moments: Moments | None, steps: int) -> Task:
    size = (content.shape[0], content.shape[1])
    return Task(
        content=content,
        start=start,
        promised=start,
        trust=np.zeros(size, np.float32),
        free=np.ones(size, np.float32),
        moments=moments or Moments.none(size, joint=False),
        steps=steps,
        least_steps=steps,
        rate=_RATE,
        last_rate=1.0,
        tolerance=0.0,
        seed=0,
    )


def _carried(moments: Moments, motion: Motion) -> Moments:
    root = np.maximum(motion.carry(moments.root), 0)
    return Moments(motion.carry(moments.mean), root, moments.steps)
