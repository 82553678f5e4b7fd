"""The harbour's water: waves that bend what it mirrors, its own depth, and the sun's glitter."""

import math

import numpy as np
from numpy.typing import NDArray

from localcloud.clips.canvas import (
    HEIGHT,
    HORIZON,
    SCALE,
    WIDTH,
    Colour,
    Field,
    Picture,
    X,
    Y,
    mix,
    shaded,
    step,
)
from localcloud.clips.noise import hashed
from localcloud.clips.sky import SUN

_WAVES = 40
_GLITTER: Colour = (1.0, 0.66, 0.26)
_ROWS = slice(math.ceil(HORIZON * SCALE), HEIGHT * SCALE)


def water(mirror: Picture, time: float) -> Picture:
    """The water's rows of the canvas; `mirror` is what still water would show there."""
    swell, ripples, sideways = _slopes(time)
    near = Y[_ROWS] - HORIZON
    tilt = swell + 0.8 * ripples
    column = X[_ROWS] + sideways * (0.4 + 0.035 * near)
    row = Y[_ROWS] + tilt * (0.8 + 0.085 * near)
    shown = mirror[_index(row, _ROWS.start, HEIGHT), _index(column, 0, WIDTH)]
    deep = mix((0.22, 0.20, 0.36), (0.02, 0.11, 0.19), step(0.0, 70.0, near))
    clear = np.clip(0.08 + 0.0066 * near + 0.15 * tilt, 0.03, 0.85)
    glitter = shaded(_GLITTER, _glitter(swell, ripples))
    return 1.0 - (1.0 - mix(shown, deep, clear)) * (1.0 - glitter)


def _index(place: Field, low: int, high: int) -> NDArray[np.int64]:
    inside = np.clip(np.floor(place * SCALE), low, high * SCALE - 1)
    index: NDArray[np.int64] = inside.astype(np.int64)
    return index


def _slopes(time: float) -> tuple[Field, Field, Field]:
    """Tilt of long waves and of short ones towards the viewer, and of both sideways.

    Every wave travels a whole number of its lengths in one loop.
    """
    near = Y[_ROWS] - HORIZON
    depth = 52.0 * np.log1p(near / 7.0)
    across = (X[_ROWS] - WIDTH / 2) / (0.35 + near / 42.0)
    tilts, sideways = (np.zeros_like(depth), np.zeros_like(depth)), np.zeros_like(depth)
    numbers = hashed(np.arange(_WAVES * 3), np.zeros(_WAVES * 3, np.int64), 5).reshape(-1, 3)
    for number, (length, direction, phase) in enumerate(numbers):
        short = number % 2
        size = 3.0 + 6.0 * length if short else 10.0 + 24.0 * length
        angle = (direction - 0.5) * (2.2 if short else 1.4)
        turns = 1 + int(2.0 * (1.0 - length)) * short
        inner = (depth * math.cos(angle) + across * math.sin(angle) * 0.5) / size
        fade = step(0.7, 2.2, size * (7.0 + near) / 52.0) * math.sqrt(4.0 / _WAVES)
        wave = fade * np.sin(2 * math.pi * (inner - turns * time + phase))
        tilts[short][...] += wave
        sideways += wave * math.sin(angle)
    return *tilts, sideways


def _glitter(swell: Field, ripples: Field) -> Field:
    near, column = Y[_ROWS] - HORIZON, X[_ROWS]
    lane = np.exp(-(((column - SUN[0]) / (9.0 + 0.34 * near)) ** 2))
    crest = step(0.1, 1.7, 0.7 * swell + ripples + 0.7 * (lane - 0.5))
    shimmer = 0.38 * np.exp(-near / 11.0) + 0.14
    light: Field = np.minimum(lane * (shimmer + 0.80 * crest), 1.0)
    return light
