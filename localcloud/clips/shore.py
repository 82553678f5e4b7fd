"""The land: hills in the haze, and the headland with its wooded slope and its quay."""

import numpy as np

from localcloud.clips.canvas import (
    HORIZON,
    Colour,
    Field,
    Layer,
    Mask,
    Picture,
    Shape,
    blank,
    blurred,
    box,
    lay,
    mix,
    step,
    within,
)
from localcloud.clips.houses import LOWER_ROW, UPPER_ROW, draw_houses
from localcloud.clips.lighthouse import draw_lighthouse
from localcloud.clips.noise import fractal
from localcloud.clips.sky import SUN

QUAY = 122.0
"""The row where the headland's quay meets the water."""

_LAMPLIGHT: Colour = (1.0, 0.78, 0.40)


def hills() -> Layer:
    """Three ranges behind each other, the farther the paler."""
    layer = blank()
    ranges: tuple[tuple[float, float, int, Colour, Colour], ...] = (
        (17.0, 90.0, 21, (0.60, 0.41, 0.53), (0.98, 0.66, 0.46)),
        (15.0, 60.0, 33, (0.40, 0.31, 0.46), (0.84, 0.52, 0.43)),
        (11.0, 44.0, 47, (0.22, 0.21, 0.34), (0.60, 0.38, 0.38)),
    )
    for height, length, seed, shade, haze in ranges:
        _draw_range(layer, height, length, seed, shade, haze)
    return layer


def _draw_range(
    layer: Layer, height: float, length: float, seed: int, shade: Colour, haze: Colour
) -> None:
    def below_crest(x: Field, y: Field) -> Mask:
        away = np.clip(np.abs(x - SUN[0]) / 105.0, 0.0, 1.0) ** 1.2
        ridge = height * 1.7 * fractal(x / length, x * 0.0, seed, 5) - 3.0
        return y > HORIZON - ridge * (0.3 + away)

    def paint(x: Field, y: Field) -> Picture:
        woods = fractal(x / 6.0, y / 2.5, seed + 9, 3)
        glow = np.exp(-np.abs(x - SUN[0]) / 38.0)
        mist = np.clip(0.25 + 0.75 * step(HORIZON - 13.0, HORIZON, y) + 0.5 * glow, 0.0, 1.0)
        return mix(mix(shade, haze, mist), shade, 0.35 * woods)

    lay(layer, within(box(0.0, HORIZON - 40.0, 256.0, HORIZON), below_crest), paint)


def headland() -> Layer:
    """The near shore on the right with everything on it."""
    layer = blank()
    _draw_slope(layer)
    lit = draw_houses(layer, UPPER_ROW)
    for column, row, size in ((206, 105, 5.5), (222, 102, 5.0), (239, 98, 6.0), (254, 95, 7.0)):
        _draw_tree(layer, column, row, size)
    lit += draw_houses(layer, LOWER_ROW)
    _draw_quay(layer)
    lamp = draw_lighthouse(layer)
    _shine(layer, lit, lamp)
    return layer


def _draw_slope(layer: Layer) -> None:
    def below_crest(x: Field, y: Field) -> Mask:
        return y > 119.0 - 47.0 * step(190.0, 254.0, x) - 9.0 * fractal(x / 9.0, x * 0.0, 61, 5)

    def paint(x: Field, y: Field) -> Picture:
        light = step(0.3, 0.75, fractal(x / 5.0, y / 4.0, 67, 4))
        return mix((0.12, 0.14, 0.19), (0.44, 0.34, 0.24), light)

    lay(layer, within(box(193.0, 50.0, 256.0, QUAY), below_crest), paint)


def _draw_tree(layer: Layer, column: int, row: int, size: float) -> None:
    def leaves(x: Field, y: Field) -> Field:
        return fractal(x / 2.6, y / 2.6, column, 3) - 0.5

    def crown(x: Field, y: Field) -> Mask:
        return np.hypot(x - column, (y - row) * 0.8) + 4.0 * leaves(x, y) < size

    def paint(x: Field, y: Field) -> Picture:
        light = 0.55 - (x - column + y - row) / (2.6 * size) + leaves(x, y)
        return mix((0.07, 0.11, 0.15), (0.48, 0.38, 0.19), np.clip(light, 0.0, 1.0))

    reach = 1.6 * size
    crown_box = box(column - reach, row - reach, column + reach, row + reach)
    lay(layer, within(crown_box, crown), paint)


def _draw_quay(layer: Layer) -> None:
    def masonry(x: Field, y: Field) -> Mask:
        edge = 171.0 + 5.0 * fractal(y / 2.0, y * 0.0, 87, 2) - (y - 116.0) * 0.5
        return (y > 116.6 + 0.8 * fractal(x / 9.0, x * 0.0, 85, 2)) & (x > edge)

    def paint(x: Field, y: Field) -> Picture:
        stones = fractal(x / 3.4, y / 1.5, 83, 3)
        light = np.clip(0.10 + 0.8 * stones + 0.5 * step(118.0, 116.6, y), 0.0, 1.0)
        return mix((0.13, 0.12, 0.18), (0.68, 0.48, 0.38), light)

    lay(layer, within(box(165.0, 116.0, 256.0, QUAY), masonry), paint)


def _shine(layer: Layer, windows: list[Shape], lamp: Shape) -> None:
    """Let lamps light what is around them, the air included."""
    glow = 0.9 * blurred(windows, 2.2)
    glow += 1.6 * blurred([lamp], 5.0) + 0.5 * blurred([lamp], 1.6)
    everywhere = (slice(None), slice(None))
    lay(layer, Shape(everywhere, np.clip(glow, 0.0, 0.85)), _LAMPLIGHT)
