"""Brushes: strokes that follow the flow of a sketch, made of bristles.

After the painterly rendering of Hertzmann (1998): strokes of falling width along a direction
field, coloured from below. Here every bristle is drawn on its own, with its own streak of colour
and its own thickness of paint, and stops where the thing it paints ends.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Random
from gpu_task.styles.studio.palette import Colour, Colours
from gpu_task.styles.studio.sketch import Sketch

Indices = NDArray[np.intp]
Span = tuple[Indices, Indices]
"""The first and the last step (strokes, bristles) at which a bristle touches the canvas."""


@dataclass(frozen=True)
class Brush:
    """How strokes look: `width` and `length` in units, colours in steps of 255.

    `light` and `tint` vary a stroke's brightness and hue, `streak` its bristles' brightness;
    `body` is the thickness of the paint and `ridge` how unevenly the bristles leave it; `dry` is
    the share of bristles that leave none, `loose` the share of strokes that run over the edges of
    things, `wander` how far (radians) they stray from the flow.
    """

    width: float
    length: float
    bristles: int = 6
    light: float = 10.0
    tint: float = 5.0
    streak: float = 9.0
    body: float = 120.0
    ridge: float = 0.22
    dry: float = 0.06
    loose: float = 0.03
    wander: float = 0.08
    accents: tuple[Colour, ...] = ()
    accent_share: float = 0.0


def lay(
    canvas: Canvas,
    sketch: Sketch,
    brush: Brush,
    rng: Random,
    coverage: float = 2.0,
    where: Field | None = None,
) -> None:
    """Cover the sketch with strokes, `coverage` times over, as densely as `where` (0 to 1) says."""
    starts = _scatter(sketch, brush, coverage, where, rng)
    if len(starts):
        paths = trace(sketch, starts, brush, rng)
        colours = _colours_at(sketch, starts, brush, rng)
        span = _ragged_ends(paths, brush, rng)
        bristles, across = _bristles(paths, brush, rng)
        span = _stop_at_edges(sketch, paths, bristles, span, brush, rng)
        _paint(canvas, bristles, across, span, colours, brush, rng)


def stroke(canvas: Canvas, path: Field, colour: Colour, brush: Brush, rng: Random) -> None:
    """Draw one stroke along a path (steps, 2), whatever is below."""
    paths = np.asarray(path, np.float32)[None]
    bristles, across = _bristles(paths, brush, rng)
    span = _ragged_ends(paths, brush, rng)
    _paint(canvas, bristles, across, span, np.asarray([colour], np.float32), brush, rng)


def trace(sketch: Sketch, starts: Field, brush: Brush, rng: Random) -> Field:
    """Follow the flow from starts (n, 2), half the length back, half forth: (n, steps, 2)."""
    steps = max(3, int(np.ceil(brush.length / max(2.5, brush.width * 0.7))))
    step = brush.length / (2 * steps)
    bend = rng.normal(0, brush.wander, len(starts))
    ahead = _follow(sketch, starts, bend, step, steps)
    behind = _follow(sketch, starts, bend, -step, steps)
    return np.concatenate([behind[:, :0:-1], ahead], axis=1)


def _scatter(
    sketch: Sketch, brush: Brush, coverage: float, where: Field | None, rng: Random
) -> Field:
    """Starting points (n, 2) in random order, one in each cell of a grid."""
    count = coverage * sketch.width * sketch.height / (brush.width * brush.length)
    side = np.sqrt(sketch.width * sketch.height / max(count, 1))
    columns, rows = int(np.ceil(sketch.width / side)), int(np.ceil(sketch.height / side))
    grid = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), -1).reshape(-1, 2)
    starts: Field = (grid + rng.random(grid.shape)) * side
    rng.shuffle(starts)
    if where is None:
        return starts
    wanted: Field = where[_cells(sketch, starts)]
    kept: Field = starts[rng.random(len(starts)) < wanted]
    return kept


def _follow(sketch: Sketch, starts: Field, bend: Field, step: float, steps: int) -> Field:
    path = np.empty((len(starts), steps + 1, 2), np.float32)
    path[:, 0] = starts
    for i in range(steps):
        angle = sketch.angle[_cells(sketch, path[:, i])] + bend
        path[:, i + 1, 0] = path[:, i, 0] + step * np.cos(angle)
        path[:, i + 1, 1] = path[:, i, 1] + step * np.sin(angle)
    return path


def _cells(sketch: Sketch, points: Field) -> tuple[Indices, Indices]:
    columns = np.clip(points[..., 0], 0, sketch.width - 1).astype(np.intp)
    rows = np.clip(points[..., 1], 0, sketch.height - 1).astype(np.intp)
    return rows, columns


def _colours_at(sketch: Sketch, starts: Field, brush: Brush, rng: Random) -> Colours:
    """A colour (n, 3) for each stroke: the sketch's, varied, now and then an accent mixed in."""
    count = len(starts)
    colours: Colours = sketch.colour[_cells(sketch, starts)].astype(np.float64)
    colours += rng.normal(0, brush.light, (count, 1)) + rng.normal(0, brush.tint, (count, 3))
    if not brush.accents:
        return colours
    accents = np.asarray(brush.accents)[rng.integers(len(brush.accents), size=count)]
    share = (rng.random(count) < brush.accent_share) * rng.uniform(0.35, 0.9, count)
    mixed: Colours = colours * (1 - share[:, None]) + accents * share[:, None]
    return mixed


def _bristles(paths: Field, brush: Brush, rng: Random) -> tuple[Field, Field]:
    """The bristles' paths (n, bristles, steps, 2), and where across the brush (n, bristles)."""
    count, steps, _ = paths.shape
    spacing = 0.3 / brush.bristles
    across = np.linspace(-0.5, 0.5, brush.bristles) + rng.normal(
        0, spacing, (count, brush.bristles)
    )
    taper = np.sqrt(1 - 0.75 * np.linspace(-1, 1, steps) ** 6) * brush.width
    tangents: Field = np.gradient(paths, axis=1)
    lengths = np.hypot(tangents[..., 0], tangents[..., 1])[..., None] + 1e-6
    normals = np.stack([-tangents[..., 1], tangents[..., 0]], -1) / lengths
    offsets = (across[:, :, None] * taper)[..., None]
    return paths[:, None] + normals[:, None] * offsets, across


def _ragged_ends(paths: Field, brush: Brush, rng: Random) -> Span:
    count, steps, _ = paths.shape
    shape = count, brush.bristles
    ragged = max(1.0, min(steps * 0.16, brush.width * 0.8))
    first = np.floor(rng.random(shape) * ragged).astype(np.intp)
    last = steps - 1 - np.floor(rng.random(shape) * ragged * 1.6).astype(np.intp)
    return first, np.maximum(last, steps // 2)


def _stop_at_edges(
    sketch: Sketch, paths: Field, bristles: Field, span: Span, brush: Brush, rng: Random
) -> Span:
    """Shorten the span of each bristle to the part around its middle within one region."""
    middle = paths.shape[1] // 2
    home = sketch.region[_cells(sketch, paths[:, middle])][:, None, None]
    inside = sketch.region[_cells(sketch, bristles)] == home
    inside |= (rng.random(len(paths)) < brush.loose)[:, None, None]
    ahead = np.logical_and.accumulate(inside[..., middle:], axis=-1).sum(-1)
    behind = np.logical_and.accumulate(inside[..., middle::-1], axis=-1).sum(-1)
    first, last = span
    return np.maximum(first, middle - behind + 1), np.minimum(last, middle + ahead - 1)


def _paint(
    canvas: Canvas,
    bristles: Field,
    across: Field,
    span: Span,
    colours: Colours,
    brush: Brush,
    rng: Random,
) -> None:
    first, last = span
    wet = (rng.random(first.shape) >= brush.dry) & (last > first)
    steps = np.arange(bristles.shape[2])
    reach = np.clip(steps, first[..., None], np.maximum(first, last)[..., None])
    touched = np.take_along_axis(bristles, reach[..., None], axis=2)
    paint = _pigment(colours, across, brush, rng)
    canvas.lines(touched[wet], paint[wet], brush.width / (brush.bristles - 1) * 1.3)


def _pigment(colours: Colours, across: Field, brush: Brush, rng: Random) -> NDArray[np.uint8]:
    """Colour and thickness (n, bristles, 4); a brush pushes the paint out to its sides."""
    streaks = rng.normal(0, brush.streak, (*across.shape, 1))
    pigment = colours[:, None] + streaks + rng.normal(0, brush.streak / 4, (*across.shape, 3))
    uneven = rng.normal(0, brush.ridge, across.shape)
    thickness = brush.body * (0.75 + 2.2 * brush.ridge * np.abs(across) + uneven)
    paint = np.concatenate([pigment, thickness[..., None]], axis=-1)
    levels: NDArray[np.uint8] = np.clip(paint, 0, 255).astype(np.uint8)
    return levels
