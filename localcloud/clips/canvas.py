"""The harbour's canvas: larger than the clip, so that averaging it down smooths every edge.

Positions are pixels of the finished clip, colours red, green and blue from 0 to 1.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 256, 192
SCALE = 3
HORIZON = 113.0

Field = NDArray[np.float64]
"""One number per point of the canvas: (rows, columns)."""
Mask = NDArray[np.bool_]
"""Whether a point is meant: (rows, columns)."""
Picture = NDArray[np.float64]
"""Colours: (rows, columns, 3)."""
Layer = NDArray[np.float64]
"""Colours with coverage, premultiplied: (rows, columns, 4)."""
Colour = tuple[float, float, float]
Point = tuple[float, float]
Paint = Colour | Callable[[Field, Field], Picture]
"""One colour, or a colour for every column and row."""

_ROWS, _COLUMNS = np.mgrid[0 : HEIGHT * SCALE, 0 : WIDTH * SCALE].astype(np.float64)
X, Y = (_COLUMNS + 0.5) / SCALE, (_ROWS + 0.5) / SCALE


@dataclass(frozen=True)
class Shape:
    """How much of each point in a window of the canvas is covered, 0 to 1."""

    window: tuple[slice, slice]
    coverage: Field


def blank() -> Layer:
    """A layer that covers nothing."""
    return np.zeros((HEIGHT * SCALE, WIDTH * SCALE, 4))


def step(low: float, high: float, values: Field) -> Field:
    """Smooth way from 0 at `low` and before to 1 at `high` and beyond."""
    way = np.clip((values - low) / (high - low), 0.0, 1.0)
    return way * way * (3.0 - 2.0 * way)


def mix(first: Colour | Picture, second: Colour | Picture, amount: Field | float) -> Picture:
    """Colours between two: `first` where the amount is 0, `second` where it is 1."""
    share = np.asarray(amount)[..., None]
    mixed: Picture = np.asarray(first) * (1.0 - share) + np.asarray(second) * share
    return mixed


def shaded(colour: Colour | Picture, light: Field) -> Picture:
    """The colour under that much light."""
    return np.asarray(colour) * light[..., None]


def ramp(stops: Sequence[tuple[float, Colour]], values: Field) -> Picture:
    """Colours along a scale, straight from stop to stop."""
    places = [place for place, _ in stops]
    channels = zip(*(colour for _, colour in stops), strict=True)
    return np.stack([np.interp(values, places, channel) for channel in channels], axis=-1)


def polygon(points: Sequence[Point]) -> Shape:
    """A filled polygon."""
    columns, rows = zip(*points, strict=True)
    window = _window(min(columns), min(rows), max(columns), max(rows))
    top, left = window[0].start, window[1].start
    drawing = Image.new("L", (max(window[1].stop - left, 1), max(window[0].stop - top, 1)))
    corners = [(x * SCALE - left, y * SCALE - top) for x, y in points]
    ImageDraw.Draw(drawing).polygon(corners, fill=255)
    coverage = np.asarray(drawing, np.float64) / 255.0
    return Shape(window, coverage[: window[0].stop - top, : window[1].stop - left])


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    """An upright rectangle."""
    window = _window(left, top, right, bottom)
    x, y = X[window], Y[window]
    inside = (left <= x) & (right > x) & (top <= y) & (bottom > y)
    return Shape(window, inside.astype(np.float64))


def within(outer: Shape, covered: Callable[[Field, Field], Mask]) -> Shape:
    """The part of a shape where a rule about column and row holds."""
    inside = covered(X[outer.window], Y[outer.window])
    return Shape(outer.window, outer.coverage * inside)


def blurred(shapes: Sequence[Shape], radius: float) -> Field:
    """The coverage of all shapes spread out softly over about `radius` pixels."""
    coverage = np.zeros_like(X)
    for shape in shapes:
        coverage[shape.window] = np.maximum(coverage[shape.window], shape.coverage)
    drawing = Image.fromarray(np.rint(coverage * 255.0).astype(np.uint8))
    spread = drawing.filter(ImageFilter.GaussianBlur(radius * SCALE))
    return np.asarray(spread, np.float64) / 255.0


def lay(target: Layer | Picture, shape: Shape, paint: Paint, cover: float = 1.0) -> None:
    """Paint a shape over what a layer or picture already shows."""
    x, y = X[shape.window], Y[shape.window]
    colour = paint(x, y) if callable(paint) else np.asarray(paint)
    share = shape.coverage[..., None] * cover
    part = target[shape.window]
    part *= 1.0 - share
    part[..., :3] += share * colour
    part[..., 3:] += share


def over(layer: Layer, picture: Picture) -> Picture:
    """The picture with the layer in front of it."""
    return picture * (1.0 - layer[..., 3:]) + layer[..., :3]


def upside_down(rows: Layer | Picture, waterline: float) -> Layer | Picture:
    """What a still mirror at `waterline` shows; rows beyond the canvas repeat its edge."""
    source = round(2.0 * waterline * SCALE) - 1 - np.arange(HEIGHT * SCALE)
    return rows[np.clip(source, 0, HEIGHT * SCALE - 1)]


def averaged(picture: Picture) -> Picture:
    """The canvas averaged down to the size of the clip."""
    smaller: Picture = picture.reshape(HEIGHT, SCALE, WIDTH, SCALE, 3).mean(axis=(1, 3))
    return smaller


def _window(left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
    rows = _span(top, bottom, HEIGHT)
    return rows, _span(left, right, WIDTH)


def _span(low: float, high: float, size: int) -> slice:
    start = min(max(math.floor(low * SCALE), 0), size * SCALE)
    stop = min(max(math.ceil(high * SCALE) + 1, start), size * SCALE)
    return slice(start, stop)
