"""A cubist evening in greys: two faces, a guitar, a bottle and a bird in broken planes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Random, smoothstep
from gpu_task.styles.studio.lines import arc, draw, hatch, smooth
from gpu_task.styles.studio.palette import Colour
from gpu_task.styles.studio.sketch import Point, Sketch

SIZE = 1100, 620
GROUND = (120, 120, 122)
INK = (14, 14, 18)
CHALK = (238, 236, 228)
GREYS = (
    (14, 14, 20),
    (44, 46, 54),
    (82, 84, 92),
    (124, 126, 130),
    (170, 170, 168),
    (210, 208, 202),
    (242, 240, 230),
)
TONES = 0.03, 0.10, 0.2, 0.32, 0.46, 0.6
MOON = 566.0, 96.0
Corners = tuple[Point, ...]


@dataclass(frozen=True)
class Plane:
    """A flat piece of a thing: its corners, how light it is, where its light comes from."""

    corners: Corners
    tone: float
    angle: float


WINDOW = (
    Plane(((470, 20), (660, 34), (650, 176), (482, 186)), 0.05, 1.2),
    Plane(((470, 20), (562, 27), (558, 181), (482, 186)), 0.16, 0.4),
)
LEFT_FACE = (
    Plane(((92, 470), (196, 388), (268, 396), (340, 470), (366, 620), (40, 620)), 0.12, 1.2),
    Plane(((268, 396), (340, 470), (366, 620), (226, 620), (230, 470)), 0.74, 0.2),
    Plane(((226, 620), (230, 470), (180, 440), (120, 620)), 0.42, 2.0),
    Plane(
        (
            (150, 190),
            (230, 150),
            (300, 176),
            (322, 240),
            (300, 262),
            (346, 300),
            (300, 318),
            (308, 348),
            (276, 352),
            (268, 396),
            (196, 388),
            (150, 300),
        ),
        0.9,
        0.9,
    ),
    Plane(((150, 190), (230, 150), (236, 260), (196, 388), (150, 300)), 0.6, 0.4),
    Plane(
        ((118, 200), (160, 128), (250, 112), (304, 150), (300, 178), (230, 150), (150, 196)),
        0.04,
        1,
    ),
    Plane(((236, 260), (300, 262), (268, 396), (220, 340)), 0.72, 1.8),
)
RIGHT_FACE = (
    Plane(((852, 376), (930, 382), (1030, 460), (1064, 620), (780, 620), (800, 470)), 0.26, 0.5),
    Plane(((852, 376), (800, 470), (780, 620), (880, 620), (890, 470)), 0.7, 2.6),
    Plane(((930, 382), (1030, 460), (1064, 620), (970, 620), (940, 470)), 0.06, 0.2),
    Plane(
        (
            (812, 250),
            (876, 200),
            (958, 236),
            (972, 320),
            (930, 386),
            (852, 380),
            (806, 336),
            (770, 318),
        ),
        0.84,
        2.2,
    ),
    Plane(((876, 200), (958, 236), (972, 320), (930, 386), (898, 300)), 0.46, 1.0),
    Plane(((812, 250), (876, 200), (862, 296), (806, 336), (770, 318)), 0.97, 0.6),
    Plane(
        ((846, 214), (900, 160), (1000, 196), (1024, 330), (972, 320), (958, 236), (876, 200)),
        0.1,
        2,
    ),
    Plane(((1000, 196), (1024, 330), (1050, 420), (1076, 330), (1040, 214)), 0.34, 1.4),
)
TABLE = (
    Plane(((400, 506), (768, 470), (812, 524), (372, 572)), 0.7, 0.1),
    Plane(((372, 572), (812, 524), (800, 560), (384, 608)), 0.08, 0.1),
    Plane(((430, 606), (470, 602), (458, 620), (426, 620)), 0.05, 1.5),
    Plane(((716, 570), (752, 566), (748, 620), (724, 620)), 0.05, 1.5),
    Plane(((408, 520), (482, 478), (532, 498), (452, 546)), 0.95, 0.8),
)
BOTTLE = (
    Plane(
        ((500, 340), (540, 332), (546, 400), (572, 434), (566, 504), (486, 512), (484, 440)),
        0.1,
        1.3,
    ),
    Plane(((522, 336), (540, 332), (546, 400), (572, 434), (566, 504), (526, 508)), 0.5, 1.3),
    Plane(((490, 450), (568, 442), (566, 480), (488, 490)), 0.92, 0.0),
)
GUITAR = (
    Plane(
        (
            (592, 430),
            (640, 392),
            (676, 404),
            (690, 440),
            (730, 452),
            (716, 502),
            (640, 512),
            (596, 480),
        ),
        0.86,
        0.5,
    ),
    Plane(((650, 394), (676, 404), (690, 440), (730, 452), (716, 502), (664, 509)), 0.36, 0.5),
    Plane(((660, 424), (764, 290), (784, 304), (684, 442)), 0.14, 0.8),
    Plane(((758, 284), (790, 262), (808, 280), (784, 308)), 0.66, 0.8),
)
BIRD = (
    Plane(
        ((606, 246), (664, 210), (724, 224), (778, 186), (752, 246), (706, 272), (640, 276)),
        0.95,
        0.2,
    ),
    Plane(((664, 210), (686, 132), (728, 164), (724, 224)), 0.7, 1.1),
    Plane(((686, 132), (728, 164), (724, 224), (706, 216)), 0.4, 1.1),
    Plane(((606, 246), (572, 240), (604, 228)), 0.05, 0.0),
)
THINGS = (WINDOW, LEFT_FACE, RIGHT_FACE, TABLE, BOTTLE, GUITAR, BIRD)
EYES = (
    (256, 214, 0.2, 17),
    (288, 236, -0.3, 15),
    (838, 278, 0.4, 17),
    (892, 262, 0.1, 16),
    (628, 240, 0, 6),
)
"""x, y, turn, size."""
FEATURES = (
    ((306, 318), (286, 324), (268, 316)),
    ((812, 334), (836, 342), (856, 330)),
    ((892, 262), (866, 300), (838, 314), (852, 322)),
    ((150, 300), (170, 316), (160, 336)),
    ((676, 404), (690, 440), (730, 452)),
)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the evening."""
    sketch = Sketch(*SIZE)
    _broken(sketch, ((0, 0), (1100, 0), (1100, 620), (0, 620)), 6, rng)
    _moonlight(sketch)
    for thing in THINGS:
        for plane in thing:
            _place(sketch, plane, rng)
    sketch.put(sketch.disc(*MOON, 34), CHALK, 0.6)
    sketch.put(sketch.disc(MOON[0] + 13, MOON[1], 27), GREYS[1], 0.6)
    _splinters(sketch, rng)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.95, 1.5)
    lay(canvas, sketch, Brush(19, 58, 10, 5, 1, 5, 70, dry=0.08), rng, 1.7 * effort)
    lay(canvas, sketch, Brush(10, 40, 7, 7, 1.2, 6, 90, dry=0.1), rng, 1.6 * effort)
    lay(canvas, sketch, Brush(6, 26, 5, 8, 1.2, 7, 110, loose=0), rng, 1.3 * effort)
    _contours(canvas, rng)
    _marks(canvas, rng)
    return canvas


def _broken(sketch: Sketch, corners: Corners, depth: int, rng: Random) -> None:
    """Break the ground into angular planes, each with a tone of its own."""
    if depth == 0 or (depth < 4 and rng.random() < 0.2):
        tone = TONES[rng.integers(len(TONES))]
        _place(sketch, Plane(corners, tone, rng.uniform(0, np.pi)), rng)
        return
    lengths = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in _sides(corners)]
    count, longest = len(corners), int(np.argmax(lengths))
    opposite = (longest + int(rng.integers(max(1, count // 2), count))) % count
    low, high = sorted((longest, opposite))
    first, second = (_between(_sides(corners)[side], rng.uniform(0.3, 0.7)) for side in (low, high))
    _broken(sketch, (*corners[: low + 1], first, second, *corners[high + 1 :]), depth - 1, rng)
    _broken(sketch, (first, *corners[low + 1 : high + 1], second), depth - 1, rng)


def _sides(corners: Corners) -> list[tuple[Point, Point]]:
    return list(zip(corners, (*corners[1:], corners[0]), strict=True))


def _between(side: tuple[Point, Point], share: float) -> Point:
    (ax, ay), (bx, by) = side
    return ax + (bx - ax) * share, ay + (by - ay) * share


def _place(sketch: Sketch, plane: Plane, rng: Random) -> None:
    x, y = np.mean(plane.corners, axis=0)
    inside = sketch.polygon(plane.corners)
    xs, ys = sketch.points(inside)
    away = (xs - x) * np.cos(plane.angle) + (ys - y) * np.sin(plane.angle)
    shade = plane.tone + away / 900 + rng.normal(0, 0.02)
    sketch.tint(inside, GREYS, shade, 1.0, plane.angle + np.pi / 2)


def _moonlight(sketch: Sketch) -> None:
    """Light falls in hard wedges."""
    x, y = MOON
    fade = smoothstep(820, 60, np.hypot(sketch.xs - x, sketch.ys - y))
    for start, end, share in (
        (-0.15, 0.36, 0.4),
        (0.7, 0.98, 0.34),
        (2.2, 2.62, 0.42),
        (2.86, 3.2, 0.26),
    ):
        rim = [(x + 950 * np.cos(a), y + 950 * np.sin(a)) for a in (start, end)]
        sketch.cut(sketch.polygon([MOON, *rim]), CHALK, share * fade)


def _splinters(sketch: Sketch, rng: Random) -> None:
    """Thin transparent planes across everything, dark and light."""
    everywhere = np.ones(sketch.region.shape, np.float32)
    for i in range(12):
        x, y, turn = rng.uniform(0, 1100), rng.uniform(0, 620), rng.uniform(0, 2 * np.pi)
        reach, wide = rng.uniform(160, 380), rng.uniform(0.12, 0.32)
        tips = [(x + reach * np.cos(a), y + reach * np.sin(a)) for a in (turn, turn + wide)]
        colour: Colour = INK if i % 2 else CHALK
        sketch.cut(sketch.polygon([(x, y), *tips]), colour, everywhere * rng.uniform(0.12, 0.26))


def _contours(canvas: Canvas, rng: Random) -> None:
    for thing in THINGS[1:]:
        for plane in thing:
            for start, end in _sides(plane.corners):
                draw(canvas, [start, end], rng.uniform(2.4, 5.2), INK, rng, dry=0.08)
    for x, y, turn, size in EYES:
        draw(canvas, arc(x, y, size, turn + np.pi, turn + 2 * np.pi, 0.6), 3.6, INK, rng)
        draw(canvas, arc(x, y, size, turn, turn + np.pi, 0.5), 2.8, INK, rng)
        draw(canvas, arc(x, y, size * 0.28, 0, 6.6), size * 0.4, INK, rng)
    for feature in FEATURES:
        draw(canvas, smooth([(x, y) for x, y in feature]), 3.6, INK, rng)


def _marks(canvas: Canvas, rng: Random) -> None:
    """Strings, folds, hair, and print that cannot be read."""
    draw(canvas, arc(668, 462, 19, 0, 6.5), 5, INK, rng)
    for i in range(4):
        draw(canvas, [(650 + 6 * i, 474 + 4 * i), (764 + 5 * i, 298 + 3 * i)], 1.6, CHALK, rng)
    hatch(canvas, (420, 552), (760, 514), (-10, 22), 26, 2.2, INK, rng)
    hatch(canvas, (160, 308), (200, 384), (-30, 8), 10, 2.6, INK, rng)
    hatch(canvas, (130, 180), (290, 130), (6, 26), 16, 2.2, (150, 150, 150), rng)
    hatch(canvas, (910, 176), (1008, 300), (-24, 18), 15, 2.4, (150, 150, 150), rng)
    for start, end, colour in _print_lines():
        share = 0.0
        while share < 0.94:
            run = rng.uniform(0.03, 0.10)
            dash = [_between((start, end), s) for s in (share, min(1.0, share + run))]
            draw(canvas, dash, 2.6, colour, rng)
            share += run + rng.uniform(0.03, 0.06)


def _print_lines() -> Iterator[tuple[Point, Point, Colour]]:
    for i in range(16):
        yield (250, 446 + 11 * i), (326, 470 + 10 * i), INK
        yield (812, 470 + 10 * i), (876, 470 + 10 * i), INK
    for i in range(6):
        yield (418 + 11 * i, 520 - 5 * i), (456 + 11 * i, 540 - 6 * i), INK
    for i in range(3):
        yield (496, 458 + 9 * i), (560, 452 + 9 * i), INK
