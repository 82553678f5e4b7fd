"""Lines that a hand draws with a loaded brush: curves, rules, hatching, rings."""

from collections.abc import Sequence

import numpy as np

from gpu_task.styles.studio.brushes import Brush, stroke
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Random
from gpu_task.styles.studio.palette import Colour
from gpu_task.styles.studio.sketch import Point

Curve = Field
"""(points, 2) in units of the picture plane."""

STEP = 3.0


def smooth(points: Sequence[Point], per_segment: int = 12) -> Curve:
    """A Catmull-Rom curve through the points."""
    given = np.asarray(points, np.float32)
    ends = np.concatenate([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    t = np.linspace(0, 1, per_segment, endpoint=False, dtype=np.float32)[:, None]
    pieces = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        cubic = 3 * (start - end) + after - before
        square = 2 * before - 5 * start + 4 * end - after
        pieces.append(start + 0.5 * t * ((end - before) + t * (square + t * cubic)))
    return np.concatenate([*pieces, given[-1:]]).astype(np.float32)


def arc(x: float, y: float, radius: float, start: float, end: float, squash: float = 1.0) -> Curve:
    """Part of a circle, or of an ellipse `squash` times as tall as wide, between two angles."""
    angles = np.linspace(start, end, max(8, int(abs(end - start) * radius / STEP)))
    points = np.stack([x + radius * np.cos(angles), y + radius * squash * np.sin(angles)], -1)
    return points.astype(np.float32)


def draw(
    canvas: Canvas,
    curve: Curve | Sequence[Point],
    width: float,
    colour: Colour,
    rng: Random,
    body: float = 120.0,
    dry: float = 0.0,
) -> None:
    """Draw along a curve with a loaded brush; `dry` is the share of bristles that leave nothing."""
    bristles = max(3, round(width / 1.1))
    brush = Brush(width, 0, bristles, streak=6, body=body, ridge=0.08, dry=dry)
    stroke(canvas, _even(np.asarray(curve, np.float32)), colour, brush, rng)


def ring(
    canvas: Canvas,
    x: float,
    y: float,
    radius: float,
    width: float,
    colour: Colour,
    rng: Random,
) -> None:
    """Draw a whole circle, closed with a little overlap as a hand does."""
    start = rng.uniform(0, 2 * np.pi)
    draw(canvas, arc(x, y, radius, start, start + 2 * np.pi + 0.25), width, colour, rng)


def hatch(
    canvas: Canvas,
    start: Point,
    end: Point,
    tick: Point,
    count: int,
    width: float,
    colour: Colour,
    rng: Random,
) -> None:
    """Draw `count` parallel ticks (a vector each) spread evenly from `start` to `end`."""
    for share in np.linspace(0, 1, count):
        x = start[0] + (end[0] - start[0]) * share + rng.normal(0, 0.8)
        y = start[1] + (end[1] - start[1]) * share + rng.normal(0, 0.8)
        reach = rng.uniform(0.85, 1.1)
        draw(canvas, [(x, y), (x + tick[0] * reach, y + tick[1] * reach)], width, colour, rng)


def _even(curve: Curve) -> Curve:
    lengths = np.hypot(*np.diff(curve, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    stations = np.linspace(0, along[-1], max(4, int(along[-1] / STEP) + 1))
    columns = [np.interp(stations, along, curve[:, axis]) for axis in (0, 1)]
    return np.stack(columns, -1).astype(np.float32)
