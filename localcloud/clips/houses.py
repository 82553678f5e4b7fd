"""The houses on the headland, their windows lit."""

from dataclasses import dataclass

import numpy as np

from localcloud.clips.canvas import (
    Colour,
    Field,
    Layer,
    Picture,
    Shape,
    box,
    lay,
    polygon,
    shaded,
    step,
)
from localcloud.clips.noise import fractal


@dataclass(frozen=True)
class House:
    """A house seen from the front: left wall, foot, size, colour, windows with light behind them.

    `gable` is how far the ends of the roof lean in, as a share of the width: 0.5 is a pointed roof.
    """

    left: float
    foot: float
    width: float
    height: float
    wall: Colour
    gable: float
    lit: tuple[int, ...]


UPPER_ROW = (
    House(208.0, 103.0, 14.0, 14.0, (0.62, 0.47, 0.42), 0.22, (1,)),
    House(225.0, 98.0, 13.0, 16.0, (0.70, 0.54, 0.40), 0.5, (0, 3)),
    House(241.0, 94.0, 15.0, 17.0, (0.52, 0.40, 0.46), 0.24, (2,)),
)
LOWER_ROW = (
    House(197.0, 117.0, 14.0, 15.0, (0.88, 0.67, 0.43), 0.22, (0, 3)),
    House(211.0, 117.0, 13.0, 20.0, (0.76, 0.33, 0.26), 0.5, (1, 2, 4)),
    House(224.0, 117.0, 16.0, 16.0, (0.90, 0.79, 0.64), 0.18, (0, 1)),
    House(240.0, 117.0, 18.0, 22.0, (0.42, 0.46, 0.58), 0.5, (0, 3, 4)),
)


def draw_houses(layer: Layer, houses: tuple[House, ...]) -> list[Shape]:
    """Draw houses; the windows that are lit are returned."""
    lit: list[Shape] = []
    for house in houses:
        _draw_wall(layer, house)
        _draw_roof(layer, house)
        lit += _draw_windows(layer, house)
    return lit


def _draw_wall(layer: Layer, house: House) -> None:
    right, top = house.left + house.width, house.foot - house.height

    def plaster(x: Field, y: Field) -> Picture:
        grain = 0.84 + 0.32 * fractal(x / 3.0, y / 3.0, int(house.left), 3)
        evening = 0.60 + 0.46 * step(right, house.left, x) - 0.18 * step(top, house.foot, y)
        eaves = 1.0 - 0.45 * step(top + 2.6, top + 0.6, y)
        return shaded(house.wall, evening * grain * eaves)

    lay(layer, box(house.left, top, right, house.foot), plaster)


def _draw_roof(layer: Layer, house: House) -> None:
    left, right = house.left - 1.0, house.left + house.width + 1.0
    top = house.foot - house.height
    ridge, inset = top - 0.44 * house.width, house.gable * (house.width + 2.0)
    chimney = house.left + 0.68 * house.width
    lay(layer, box(chimney, ridge - 1.8, chimney + 2.0, top - 1.0), (0.38, 0.23, 0.23))

    def tiles(x: Field, y: Field) -> Picture:
        rows = 0.86 + 0.14 * np.cos(2 * np.pi * y / 1.9)
        grain = 0.75 + 0.5 * fractal(x / 2.0, y / 2.0, int(house.left) + 1, 3)
        return shaded((0.74, 0.33, 0.24), (0.46 + 0.50 * step(right, left, x)) * rows * grain)

    outline = [(left, top), (left + inset, ridge), (right - inset, ridge), (right, top)]
    lay(layer, polygon(outline), tiles)


def _draw_windows(layer: Layer, house: House) -> list[Shape]:
    columns = [house.left + house.width * part - 1.15 for part in (0.22, 0.5, 0.78)]
    rows = np.arange(house.foot - house.height + 3.0, house.foot - 4.5, 7.0)
    places = [(column, float(row)) for row in rows for column in columns]
    lit: list[Shape] = []
    for number, (column, row) in enumerate(places):
        frame = box(column - 0.4, row - 0.4, column + 2.7, row + 3.9)
        pane = box(column, row, column + 2.3, row + 3.5)
        lay(layer, frame, (house.wall[0] * 0.5, house.wall[1] * 0.45, house.wall[2] * 0.45))
        lay(layer, pane, (1.0, 0.84, 0.46) if number in house.lit else (0.13, 0.15, 0.27))
        lit += [pane] if number in house.lit else []
    return lit
