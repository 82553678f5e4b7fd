"""Value noise from an integer hash: the same on every machine, without a random generator."""

import numpy as np
from numpy.typing import NDArray

from localcloud.clips.canvas import Field

_BITS = np.uint64(0xFFFFFFFF)


def hashed(column: NDArray[np.int64], row: NDArray[np.int64], seed: int) -> Field:
    """A number from 0 to 1 for every point of a grid, without visible pattern."""
    mixed = (column * 374_761_393 + row * 668_265_263 + seed * 974_711).astype(np.uint64) & _BITS
    for shift, factor in ((13, 1_274_126_177), (16, 2_246_822_519)):
        mixed = ((mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)) & _BITS
    return (mixed ^ (mixed >> np.uint64(15))).astype(np.float64) / float(_BITS)


def smooth(x: Field, y: Field, seed: int) -> Field:
    """Noise from 0 to 1 whose features are about one unit large."""
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    across, down = _eased(x - column), _eased(y - row)
    upper = hashed(column, row, seed) * (1 - across) + hashed(column + 1, row, seed) * across
    lower = (
        hashed(column, row + 1, seed) * (1 - across) + hashed(column + 1, row + 1, seed) * across
    )
    return upper * (1 - down) + lower * down


def fractal(x: Field, y: Field, seed: int, octaves: int) -> Field:
    """Noise from 0 to 1 with ever smaller features, as clouds and hills have them."""
    total, weight = np.zeros(np.broadcast(x, y).shape), 0.0
    for octave in range(octaves):
        share = 0.5**octave
        total += share * smooth(x * 2.0**octave, y * 2.0**octave, seed + octave)
        weight += share
    return total / weight


def _eased(way: Field) -> Field:
    return way * way * way * (way * (way * 6.0 - 15.0) + 10.0)
