"""A dither matrix without visible structure: void-and-cluster (Ulichney 1993)."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_SIDE = 64
_SIGMA = 1.9


@lru_cache(maxsize=1)
def blue_noise() -> NDArray[np.float32]:
    """Thresholds in [0, 1), (64, 64); it tiles, and is the same every time."""
    count = _SIDE * _SIDE
    start = _initial_pattern()
    rank = np.empty(count, np.int32)
    ones = int(start.sum())
    pattern, energy = start.copy(), _energy_of(start)
    for place in range(ones - 1, -1, -1):
        cluster = int(np.where(pattern, energy, -np.inf).argmax())
        _flip(pattern, energy, cluster)
        rank[cluster] = place
    pattern, energy = start.copy(), _energy_of(start)
    for place in range(ones, count):
        void = int(np.where(pattern, np.inf, energy).argmin())
        _flip(pattern, energy, void)
        rank[void] = place
    return (rank.reshape(_SIDE, _SIDE) / count).astype(np.float32)


def thresholds(height: int, width: int) -> NDArray[np.float32]:
    """The matrix tiled over a frame of (height, width)."""
    tiles = -(-height // _SIDE), -(-width // _SIDE)
    return np.tile(blue_noise(), tiles)[:height, :width]


@lru_cache(maxsize=1)
def _kernel() -> NDArray[np.float64]:
    """The energy around a point at (0, 0), doubled in both directions so that shifts are views."""
    distance = np.minimum(np.arange(_SIDE), _SIDE - np.arange(_SIDE))
    bell = np.exp(-(distance**2) / (2 * _SIGMA**2))
    return np.tile(np.outer(bell, bell), (2, 2))


def _flip(pattern: NDArray[np.bool_], energy: NDArray[np.float64], cell: int) -> None:
    row, column = divmod(cell, _SIDE)
    shifted = _kernel()[_SIDE - row :, _SIDE - column :][:_SIDE, :_SIDE].ravel()
    energy += -shifted if pattern[cell] else shifted
    pattern[cell] = not pattern[cell]


def _energy_of(pattern: NDArray[np.bool_]) -> NDArray[np.float64]:
    energy, empty = np.zeros(pattern.size), np.zeros(pattern.size, np.bool_)
    for cell in np.flatnonzero(pattern):
        _flip(empty, energy, int(cell))
    return energy


def _initial_pattern() -> NDArray[np.bool_]:
    """A tenth of the cells, moved from clusters into voids until that changes nothing."""
    pattern = np.zeros(_SIDE * _SIDE, np.bool_)
    pattern[np.random.default_rng(0).permutation(pattern.size)[: pattern.size // 10]] = True
    energy = _energy_of(pattern)
    while True:
        cluster = int(np.where(pattern, energy, -np.inf).argmax())
        _flip(pattern, energy, cluster)
        void = int(np.where(pattern, np.inf, energy).argmin())
        _flip(pattern, energy, void)
        if void == cluster:
            return pattern
