"""The lighthouse at the end of the mole."""

import numpy as np

from localcloud.clips.canvas import (
    Field,
    Layer,
    Picture,
    Shape,
    box,
    lay,
    polygon,
    shaded,
    within,
)
from localcloud.clips.noise import fractal

_COLUMN = 185.0
_TOP, _FOOT = 59.0, 118.0
_BANDS = 5
_IRON = (0.24, 0.16, 0.18)


def draw_lighthouse(layer: Layer) -> Shape:
    """Draw the tower; its lamp is returned."""
    body = box(_COLUMN - 6.0, _TOP, _COLUMN + 6.0, _FOOT)
    tower = within(body, lambda x, y: np.abs(_across(x, y)) <= 1.0)
    lay(layer, tower, _masonry)
    for row in (79.0, 102.0):
        lay(layer, box(184.2, row, 186.0, row + 3.4), (0.18, 0.13, 0.18))
    return _draw_lantern(layer)


def _across(x: Field, y: Field) -> Field:
    """From -1 at the tower's left edge to 1 at its right; it narrows upwards."""
    return (x - _COLUMN) / (3.6 + (y - _TOP) * 0.036)


def _roundness(x: Field, y: Field) -> Field:
    across = _across(x, y)
    return np.clip(0.92 - 0.46 * across - 0.40 * across * across, 0.16, 1.0)


def _masonry(x: Field, y: Field) -> Picture:
    bands = np.floor((y - _TOP) * _BANDS / (_FOOT - _TOP)).astype(int) % 2 == 1
    paint = np.where(bands[..., None], (0.82, 0.19, 0.15), (1.0, 0.92, 0.80))
    grain = 0.92 + 0.16 * fractal(x / 3.0, y / 6.0, 91, 3)
    return shaded(paint, _roundness(x, y) * grain)


def _draw_lantern(layer: Layer) -> Shape:
    gallery = box(179.6, 57.4, 190.4, 59.4)
    lay(layer, gallery, lambda x, y: shaded((0.52, 0.40, 0.40), _roundness(x, y)))
    room = box(182.0, 51.0, 188.0, 57.4)
    lay(layer, room, (1.0, 0.90, 0.60))
    for column in (182.0, 184.8, 187.6):
        lay(layer, box(column, 51.0, column + 0.5, 57.4), _IRON)
    lay(layer, polygon([(180.8, 51.2), (_COLUMN, 45.6), (189.2, 51.2)]), (0.62, 0.17, 0.15))
    lay(layer, box(184.7, 43.4, 185.3, 46.4), _IRON)
    return box(182.2, 51.5, 187.8, 56.5)
