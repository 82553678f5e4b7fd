"""Seconds per step on an NVIDIA GPU, in full and half precision, against the arithmetic floor."""

from typing import Any

import numpy as np
import tensorflow as tf

from benchmarks.first_version import first_losses
from benchmarks.networks import random_weights
from benchmarks.report import Report, Row, median_seconds
from gpu_task.painting.descent import Descent, Moments, Task
from gpu_task.painting.objective import Loss
from gpu_task.painting.pictures import Size
from gpu_task.painting.terms import Temporal
from gpu_task.painting.vgg16 import CHANNELS, DEPTHS, PACE, Network

SIZES = ((240, 320), (384, 512), (768, 1024))
_STEPS = 20


def measure(times: int) -> Report | None:
    """None on a machine without a GPU."""
    if not tf.config.list_physical_devices("GPU"):
        return None
    rows = []
    for name, dtype in (("fp32", tf.float32), ("bfloat16", tf.bfloat16)):
        rate = _matmul_rate(dtype)
        network = Network(random_weights(), dtype)
        for size in SIZES:
            step = _seconds(network, size, times)
            floor = 3 * _forward_operations(size) / rate
            said = f"{size[1]}x{size[0]} {name}"
            rows.append(Row(f"{said}: step", step * 1000, "ms"))
            rows.append(
                Row(f"{said}: frame of {PACE.next_steps} steps", step * PACE.next_steps, "s")
            )
            rows.append(Row(f"{said}: step / arithmetic floor", step / floor, ""))
    return Report("GPU", rows, ["VGG16 architecture with random weights."])


def _forward_operations(size: Size) -> float:
    """Multiplications and additions of the convolutions, counted from their shapes."""
    (height, width), incoming, total = size, 3, 0.0
    for channels, depth in zip(CHANNELS, DEPTHS, strict=True):
        for _ in range(depth):
            total += 2.0 * 9 * incoming * channels * height * width
            incoming = channels
        height, width = height // 2, width // 2
    return total


def _matmul_rate(dtype: Any) -> float:  # noqa: ANN401
    side = 8192
    one = tf.cast(tf.random.stateless_normal([side, side], [0, 1]), dtype)
    product = tf.function(lambda: tf.reduce_sum(tf.matmul(one, one)))
    return 2.0 * side**3 / median_seconds(lambda: product().numpy(), 5)


def _seconds(network: Network, size: Size, times: int) -> float:
    picture = np.random.default_rng(0).uniform(-1, 1, (*size, 3)).astype(np.float32)
    loss = Loss(network, [first_losses(network, picture[::-1].copy())])
    descent = Descent(loss, Temporal(1.0), size, PACE)
    ones = np.ones(size, np.float32)
    task = Task(
        content=picture,
        start=picture,
        promised=picture,
        trust=ones,
        free=ones,
        moments=Moments.none(size, joint=False),
        steps=_STEPS,
        least_steps=_STEPS,
        rate=0.02,
        last_rate=0.1,
        tolerance=0.0,
        seed=0,
    )
    return median_seconds(lambda: descent(task), times) / _STEPS
