"""Seconds per optimisation step: ours, the first version's way, and PyTorch's."""

import json
import subprocess
from pathlib import Path

import numpy as np
import tensorflow as tf

from benchmarks.first_version import FirstVersion, first_losses
from benchmarks.networks import random_network
from benchmarks.report import Report, Row, at_most, median_seconds
from gpu_task.painting.descent import Descent, Moments, Task
from gpu_task.painting.objective import Loss
from gpu_task.painting.terms import Temporal
from gpu_task.painting.vgg16 import PACE, Network

_TORCH = Path(__file__).with_name("torch_step.py")
_STEPS = 4


def measure(side: int, times: int, torch_python: str | None) -> Report:
    """All three in one run, at side x side pixels with random weights."""
    rng = np.random.default_rng(1)
    style, content = (rng.uniform(-1, 1, (side, side, 3)).astype(np.float32) for _ in range(2))
    network = random_network()
    ours = _ours(network, style, content, times)
    first = _first(network, style, content, times)
    rows = [
        Row(f"ours, {side}x{side}", ours, "s per step"),
        Row("first version's way (eager, host copy)", first, "s per step"),
        at_most("ours / first version's", ours / first, "", 0.5),
    ]
    remarks = ["VGG16 architecture with random weights, to block5_conv3, medians."]
    torch = _torch(torch_python, side, times)
    if torch is None:
        remarks.append("PyTorch was not given (`--torch-python`), so it was not timed.")
    else:
        rows += [
            Row("PyTorch, same network and losses", torch, "s per step"),
            at_most("ours / PyTorch's", ours / torch, "", 1.15),
        ]
    return Report("Step cost", rows, remarks)


def _ours(network: Network, style: np.ndarray, content: np.ndarray, times: int) -> float:
    size = (content.shape[0], content.shape[1])
    loss = Loss(network, [first_losses(network, style)])
    descent = Descent(loss, Temporal(1.0), size, PACE)
    ones = np.ones(size, np.float32)

    def run() -> None:
        descent(
            Task(
                content=content,
                start=content,
                promised=content,
                trust=ones,
                free=ones,
                moments=Moments.none(size, joint=False),
                steps=_STEPS,
                least_steps=_STEPS,
                rate=0.02,
                last_rate=0.1,
                tolerance=0.0,
                seed=1,
            )
        )

    return median_seconds(run, times) / _STEPS


def _first(network: Network, style: np.ndarray, content: np.ndarray, times: int) -> float:
    losses = first_losses(network, style)
    painter = FirstVersion(network, losses, compiled=False)
    pixels = tf.constant((content[None] + 1) * 127.5)
    target = losses.target(network(tf.constant(content[None])))
    zeros = tf.zeros_like(pixels)
    return median_seconds(lambda: painter.step(pixels, target, zeros, zeros, 1), times)


def _torch(python: str | None, side: int, times: int) -> float | None:
    if python is None:
        return None
    command = [python, str(_TORCH), str(side), str(times), str(_STEPS)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(found.stdout)["seconds"])
