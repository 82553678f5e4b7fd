"""Fields over the picture plane: noise, and the flow that brush strokes follow.

All fields are (height, width) arrays with one value per unit of the picture plane; x runs right,
y runs down, angles are radians from x towards y.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.floating[Any]]
Random = np.random.Generator


def plane(width: int, height: int) -> tuple[Field, Field]:
    """The x and y of every point."""
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    return xs, ys


def noise(width: int, height: int, size: float, rng: Random) -> Field:
    """Smooth noise of variance near one whose blobs are about `size` units across."""
    cells = max(2, round(width / size)), max(2, round(height / size))
    coarse = rng.normal(size=(cells[1], cells[0])).astype(np.float32)
    smooth = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(smooth, np.float32)


def turbulence(width: int, height: int, size: float, rng: Random, octaves: int = 4) -> Field:
    """Noise summed over octaves, each half as large and half as strong as the one before."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        total += noise(width, height, size / 2**octave, rng) / 2**octave
    return total


def smoothstep(low: float, high: float, value: Field) -> Field:
    """0 below `low`, 1 above `high` (or the other way round), smooth between."""
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    step: Field = (t * t * (3.0 - 2.0 * t)).astype(np.float32)
    return step


class Flow:
    """A direction for every point, summed from simple movements."""

    def __init__(self, width: int, height: int) -> None:
        self.xs, self.ys = plane(width, height)
        self.u = np.zeros((height, width), np.float32)
        self.v = np.zeros((height, width), np.float32)

    def drift(self, angle: Field | float, strength: Field | float = 1.0) -> Self:
        """Move along `angle`."""
        self.u += np.float32(strength) * np.cos(angle, dtype=np.float32)
        self.v += np.float32(strength) * np.sin(angle, dtype=np.float32)
        return self

    def vortex(self, x: float, y: float, radius: float, turn: float, inward: float = 0.0) -> Self:
        """Turn around a point with strength `turn`, drawn `inward`; fades beyond `radius`."""
        dx, dy = self.xs - x, self.ys - y
        distance = np.hypot(dx, dy) + 1e-3
        strength = np.exp(-((distance / radius) ** 2)).astype(np.float32) / distance
        self.u += strength * (-dy * turn - dx * inward)
        self.v += strength * (dx * turn - dy * inward)
        return self

    def angle(self) -> Field:
        """The direction everywhere."""
        return np.arctan2(self.v, self.u).astype(np.float32)
