"""Gulls that circle above the harbour, beating their wings."""

import math
from dataclasses import dataclass

from localcloud.clips.canvas import Picture, Point, lay, polygon


@dataclass(frozen=True)
class Gull:
    """One gull: the middle and size of its round, its span, and when it beats its wings."""

    column: float
    row: float
    round: float
    span: float
    beats: int
    ahead: float


_GULLS = (
    Gull(62.0, 36.0, 13.0, 19.0, 3, 0.0),
    Gull(96.0, 22.0, 10.0, 13.0, 3, 0.45),
    Gull(114.0, 48.0, 8.0, 10.0, 4, 0.7),
)


def draw_gulls(picture: Picture, time: float) -> None:
    """Draw all gulls; `time` goes from 0 to 1 around the loop."""
    for gull in _GULLS:
        _draw(picture, gull, time)


def _draw(picture: Picture, gull: Gull, time: float) -> None:
    way = 2 * math.pi * (time + gull.ahead)
    middle = (
        gull.column + gull.round * math.cos(way),
        gull.row + 0.45 * gull.round * math.sin(way),
    )
    lift = math.sin(2 * math.pi * gull.beats * time + 6.0 * gull.ahead)
    for side, light in ((-1.0, (0.80, 0.70, 0.74)), (1.0, (0.99, 0.88, 0.80))):
        elbow, tip = _joints(middle, gull.span, side, lift)
        lay(picture, polygon(_wing(middle, elbow, tip, 0.085 * gull.span)), light)
        start = (tip[0] * 0.6 + elbow[0] * 0.4, tip[1] * 0.6 + elbow[1] * 0.4)
        thick = 0.025 * gull.span
        dark = [(start[0], start[1] - thick), tip, (start[0], start[1] + thick)]
        lay(picture, polygon(dark), (0.16, 0.14, 0.24))
    lay(picture, polygon(_body(middle, gull.span)), (1.0, 0.93, 0.86))


def _joints(middle: Point, span: float, side: float, lift: float) -> tuple[Point, Point]:
    elbow = (middle[0] + side * 0.22 * span, middle[1] - span * (0.08 + 0.12 * lift))
    tip = (middle[0] + side * 0.52 * span, middle[1] - span * (0.02 + 0.24 * lift))
    return elbow, tip


def _wing(middle: Point, elbow: Point, tip: Point, thick: float) -> list[Point]:
    return [
        (middle[0], middle[1] - thick * 0.7),
        (elbow[0], elbow[1] - thick * 0.7),
        tip,
        (elbow[0], elbow[1] + thick * 0.7),
        (middle[0], middle[1] + thick * 0.9),
    ]


def _body(middle: Point, span: float) -> list[Point]:
    x, y = middle
    outline = ((-0.15, 0.03), (0.0, -0.06), (0.13, -0.02), (0.18, 0.02), (0.0, 0.08))
    return [(x + along * span, y + down * span) for along, down in outline]
