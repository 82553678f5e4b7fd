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
from gpu_task.styles.studio.palette import Colour
from gpu_task.styles.studio.sketch import Sketch

Paths = NDArray[np.float32]
"""(strokes, steps, 2) in units of the picture plane."""


@dataclass(frozen=True)
class Brush:
    """How strokes look: `width` and `length` in units, colours in steps of 255.

    `light` and `tint` vary a stroke's brightness and hue, `streak` its bristles' brightness;
    `body` is the thickness of the paint, `dry` the share of bristles that leave none, `loose`
    the share of strokes that run over the edges of things.
    """

    width: float
    length: float
    bristles: int = 6
    light: float = 10.0
    tint: float = 5.0
    streak: float = 9.0
    body: float = 120.0
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
        paint_paths(canvas, sketch, paths, colours_at(sketch, starts, brush, rng), brush, rng)


def trace(sketch: Sketch, starts: NDArray[np.float32], brush: Brush, rng: Random) -> Paths:
    """Follow the flow from the starts, half the length back and half forth."""
    steps = max(3, int(np.ceil(brush.length / max(2.5, brush.width * 0.7))))
    step = brush.length / (2 * steps)
    bend = rng.normal(0, brush.wander, len(starts)).astype(np.float32)
    ahead = _follow(sketch, starts, bend, step, steps)
    behind = _follow(sketch, starts, bend, -step, steps)
    return np.concatenate([behind[:, :0:-1], ahead], axis=1)


def colours_at(
    sketch: Sketch, starts: NDArray[np.float32], brush: Brush, rng: Random
) -> NDArray[np.float32]:
    """A colour (n, 3) for each stroke: the sketch's, varied, now and then an accent mixed in."""
    rows, columns = _cells(sketch, starts)
    colours = sketch.colour[rows, columns]
    count = len(colours)
    colours = (
        colours + rng.normal(0, brush.light, (count, 1)) + rng.normal(0, brush.tint, (count, 3))
    )
    if brush.accents:
        accents = np.asarray(brush.accents, np.float32)[
            rng.integers(len(brush.accents), size=count)
        ]
        share = (rng.random(count) < brush.accent_share) * rng.uniform(0.35, 0.9, count)
        colours = colours * (1 - share[:, None]) + accents * share[:, None]
    return colours.astype(np.float32)


def paint_paths(
    canvas: Canvas,
    sketch: Sketch | None,
    paths: Paths,
    colours: NDArray[np.float32],
    brush: Brush,
    rng: Random,
) -> None:
    """Paint given strokes; with a sketch, bristles stop at the edges of the thing they start on."""
    count, steps, _ = paths.shape
    across = np.linspace(-0.5, 0.5, brush.bristles, dtype=np.float32)
    across = across + rng.normal(0, 0.3 / brush.bristles, (count, brush.bristles))
    bristles = paths[:, None] + _normals(paths)[:, None] * _spread(across, steps, brush)
    first, last = _ragged_ends(count, steps, brush, rng)
    if sketch is not None:
        first, last = _stop_at_edges(sketch, paths, bristles, first, last, brush, rng)
    reach = np.clip(np.arange(steps), first[..., None], np.maximum(first, last)[..., None])
    bristles = np.take_along_axis(bristles, reach[..., None], axis=2)
    wet = (rng.random(first.shape) >= brush.dry) & (last > first)
    paint = _pigment(colours, across, brush, rng)
    canvas.lines(bristles[wet], paint[wet], brush.width / brush.bristles * 1.45)


def _scatter(
    sketch: Sketch, brush: Brush, coverage: float, where: Field | None, rng: Random
) -> NDArray[np.float32]:
    count = int(coverage * sketch.width * sketch.height / (brush.width * brush.length))
    side = np.sqrt(sketch.width * sketch.height / max(count, 1))
    cells = int(np.ceil(sketch.width / side)), int(np.ceil(sketch.height / side))
    grid = np.stack(np.meshgrid(np.arange(cells[0]), np.arange(cells[1])), -1).reshape(-1, 2)
    starts = ((grid + rng.random(grid.shape)) * side).astype(np.float32)
    rng.shuffle(starts)
    if where is None:
        return starts
    rows, columns = _cells(sketch, starts)
    return starts[rng.random(len(starts)) < where[rows, columns]]


def _follow(
    sketch: Sketch, starts: NDArray[np.float32], bend: Field, step: float, steps: int
) -> Paths:
    path = np.empty((len(starts), steps + 1, 2), np.float32)
    path[:, 0] = starts
    for i in range(steps):
        rows, columns = _cells(sketch, path[:, i])
        angle = sketch.angle[rows, columns] + bend
        path[:, i + 1, 0] = path[:, i, 0] + step * np.cos(angle)
        path[:, i + 1, 1] = path[:, i, 1] + step * np.sin(angle)
    return path


def _cells(
    sketch: Sketch, points: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    columns = np.clip(points[..., 0], 0, sketch.width - 1).astype(np.intp)
    rows = np.clip(points[..., 1], 0, sketch.height - 1).astype(np.intp)
    return rows, columns


def _normals(paths: Paths) -> Paths:
    tangents = np.gradient(paths, axis=1)
    lengths = np.hypot(tangents[..., 0], tangents[..., 1])[..., None] + 1e-6
    return np.stack([-tangents[..., 1], tangents[..., 0]], -1) / lengths


def _spread(across: NDArray[np.float32], steps: int, brush: Brush) -> NDArray[np.float32]:
    along = np.linspace(-1, 1, steps)
    taper = np.sqrt(np.clip(1 - 0.75 * along**6, 0, 1)) * brush.width
    spread: NDArray[np.float32] = (across[:, :, None] * taper)[..., None].astype(np.float32)
    return spread


def _ragged_ends(
    count: int, steps: int, brush: Brush, rng: Random
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    shape = count, brush.bristles
    ragged = max(1.0, steps * 0.16)
    first = np.floor(rng.random(shape) * ragged).astype(np.intp)
    last = steps - 1 - np.floor(rng.random(shape) * ragged * 1.6).astype(np.intp)
    return first, np.maximum(last, steps // 2)


def _stop_at_edges(
    sketch: Sketch,
    paths: Paths,
    bristles: NDArray[np.float32],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    brush: Brush,
    rng: Random,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    middle = paths.shape[1] // 2
    rows, columns = _cells(sketch, paths[:, middle])
    home = sketch.region[rows, columns][:, None, None]
    rows, columns = _cells(sketch, bristles)
    inside = sketch.region[rows, columns] == home
    inside |= (rng.random(len(paths)) < brush.loose)[:, None, None]
    ahead = np.logical_and.accumulate(inside[..., middle:], axis=-1).sum(-1)
    behind = np.logical_and.accumulate(inside[..., middle::-1], axis=-1).sum(-1)
    return np.maximum(first, middle - behind + 1), np.minimum(last, middle + ahead - 1)


def _pigment(
    colours: NDArray[np.float32], across: NDArray[np.float32], brush: Brush, rng: Random
) -> NDArray[np.uint8]:
    streaks = rng.normal(0, brush.streak, (*across.shape, 1))
    pigment = colours[:, None] + streaks + rng.normal(0, brush.streak / 4, (*across.shape, 3))
    ridge = brush.body * (0.75 + 0.5 * np.abs(across) + rng.normal(0, 0.22, across.shape))
    paint = np.concatenate([pigment, ridge[..., None]], axis=-1)
    return np.clip(paint, 0, 255).astype(np.uint8)
