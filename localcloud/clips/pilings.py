"""Old mooring posts in the foreground, and the gull that sits on one."""

from dataclasses import dataclass

import numpy as np

from localcloud.clips.canvas import (
    Field,
    Layer,
    Mask,
    Picture,
    blank,
    box,
    lay,
    mix,
    polygon,
    shaded,
    step,
    within,
)
from localcloud.clips.noise import fractal

WATERLINE = 176.0
"""The row where the posts stand in the water."""


@dataclass(frozen=True)
class Post:
    """A round post: its middle, its top, its radius."""

    column: float
    top: float
    radius: float


_POSTS = (Post(245.0, 147.0, 5.0), Post(222.0, 158.0, 4.6), Post(233.5, 139.0, 5.2))


def pilings() -> Layer:
    """The posts with the gull on the tallest."""
    layer = blank()
    for post in _POSTS:
        _draw_post(layer, post)
    _draw_gull(layer, _POSTS[-1])
    return layer


def _draw_post(layer: Layer, post: Post) -> None:
    def timber(x: Field, y: Field) -> Picture:
        across = (x - post.column) / post.radius
        light = np.clip(0.62 - 0.62 * across - 0.38 * across * across, 0.06, 1.0)
        grain = 0.55 + 0.9 * fractal(x / 0.9, y / 9.0, int(post.column), 3)
        wet = 1.0 - 0.55 * step(WATERLINE - 7.0, WATERLINE - 4.0, y + 2.0 * grain)
        rim = step(-0.62, -0.98, across)
        return mix(shaded((0.50, 0.33, 0.27), light * grain * wet), (1.0, 0.62, 0.34), 0.6 * rim)

    def sawn(x: Field, y: Field) -> Picture:
        rings = np.hypot((x - post.column) / post.radius, (y - post.top) / 1.7)
        tone = 0.80 + 0.14 * np.cos(14.0 * rings) - 0.22 * (x - post.column) / post.radius
        return shaded((0.86, 0.60, 0.42), tone)

    left, right = post.column - post.radius, post.column + post.radius
    trunk = within(
        box(left, post.top, right, WATERLINE),
        lambda x, y: y < WATERLINE - 1.8 * ((x - post.column) / post.radius) ** 2,
    )
    lay(layer, trunk, timber)
    for row in (post.top + 7.0, post.top + 9.2):
        _draw_rope(layer, post, row)
    top = within(
        box(left, post.top - 2.0, right, post.top + 2.0),
        lambda x, y: np.hypot((x - post.column) / post.radius, (y - post.top) / 1.7) <= 1.0,
    )
    lay(layer, top, sawn)


def _draw_rope(layer: Layer, post: Post, row: float) -> None:
    def strands(x: Field, y: Field) -> Picture:
        twist = 0.75 + 0.25 * np.cos(2 * np.pi * (x + 1.4 * y) / 1.8)
        across = (x - post.column) / post.radius
        return shaded((0.95, 0.76, 0.54), twist * np.clip(0.72 - 0.5 * across, 0.1, 1.0))

    def around(x: Field, y: Field) -> Mask:
        sag = 1.5 * (1.0 - ((x - post.column) / (post.radius + 0.6)) ** 2)
        return np.abs(y - row - sag) < 0.9

    reach = post.radius + 0.5
    band = box(post.column - reach, row - 2.0, post.column + reach, row + 4.0)
    lay(layer, within(band, around), strands)


def _draw_gull(layer: Layer, post: Post) -> None:
    x, y = post.column, post.top
    for leg in (-0.4, 0.9):
        lay(layer, box(x + leg, y - 3.0, x + leg + 0.4, y), (0.80, 0.42, 0.20))
    body = [(-3.6, -4.6), (-3.0, -7.4), (-2.4, -9.6), (-0.8, -9.4), (0.2, -7.0), (4.0, -4.6)]
    body += [(7.4, -3.0), (3.0, -2.6), (-1.6, -2.6)]
    lay(layer, polygon([(x + along, y + down) for along, down in body]), (0.98, 0.88, 0.80))
    wing = [(-1.6, -6.2), (2.0, -5.6), (7.8, -2.9), (2.6, -3.4), (-0.8, -4.2)]
    lay(layer, polygon([(x + along, y + down) for along, down in wing]), (0.44, 0.40, 0.50))
    head = box(x - 4.4, y - 11.6, x - 0.2, y - 7.6)
    round_head = within(head, lambda a, b: np.hypot(a - x + 2.2, b - y + 9.6) < 1.9)
    lay(layer, round_head, (1.0, 0.93, 0.85))
    bill = [(x - 3.6, y - 10.0), (x - 6.2, y - 8.9), (x - 3.8, y - 8.8)]
    lay(layer, polygon(bill), (0.96, 0.58, 0.16))
    lay(layer, box(x - 3.3, y - 10.3, x - 2.6, y - 9.6), (0.12, 0.10, 0.14))
