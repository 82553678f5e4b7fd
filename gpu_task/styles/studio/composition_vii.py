"""A storm of colour patches and black lines around a dark eye."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Flow, Random, smoothstep, turbulence
from gpu_task.styles.studio.lines import arc, draw, hatch, smooth
from gpu_task.styles.studio.palette import Colour, ramp
from gpu_task.styles.studio.sketch import Mask, Point, Sketch

SIZE = 1000, 680
GROUND = (214, 200, 176)
INK = (22, 18, 26)
AIR = (
    (206, 116, 66),
    (222, 186, 130),
    (232, 224, 208),
    (170, 176, 206),
    (234, 206, 120),
    (208, 118, 112),
)
WARM: tuple[Colour, ...] = (
    (198, 34, 32),
    (228, 88, 34),
    (242, 192, 44),
    (246, 222, 120),
    (222, 130, 140),
    (150, 46, 40),
)
COOL: tuple[Colour, ...] = (
    (36, 58, 146),
    (78, 110, 186),
    (150, 168, 210),
    (88, 52, 118),
    (60, 134, 136),
    (66, 110, 70),
)
EARTH: tuple[Colour, ...] = ((236, 230, 214), (40, 32, 48), (122, 82, 52), (136, 150, 70))
PIGMENTS = (*WARM, *WARM, *COOL, *EARTH)
LINE_COLOURS: tuple[Colour, ...] = ((244, 240, 230), (206, 34, 32), (248, 208, 60), (40, 60, 146))

EYE = 410, 310
SECOND_EYE = 742, 214
PATCHES = ((170, 16), (105, 60), (64, 150), (38, 210))
"""Size and number, large ones first."""


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the storm."""
    sketch = _air(rng)
    for size, count in PATCHES:
        for _ in range(count):
            _patch(sketch, *_place(size, rng), size * rng.uniform(0.6, 1.3), rng)
    _darkness(sketch, rng)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.9, 2.0)
    lay(canvas, sketch, Brush(18, 54, 9, light=9, streak=8, body=80, dry=0.08), rng, 1.5 * effort)
    middle = Brush(10, 34, 7, 11, 6, 9, 110, accents=PIGMENTS, accent_share=0.04)
    lay(canvas, sketch, middle, rng, 1.7 * effort)
    lay(canvas, sketch, Brush(5.5, 22, 5, 12, 7, 10, 130, loose=0.01), rng, 1.5 * effort)
    _centre(canvas, rng)
    for _ in range(64):
        _mark(canvas, *_place(64, rng), rng)
    for _ in range(34):
        _coloured_line(canvas, *_place(90, rng), rng)
    return canvas


def _air(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    flow = Flow(*SIZE).drift(-0.5 + 1.2 * turbulence(*SIZE, 200, rng, 2), 0.8)
    flow.vortex(*EYE, 260, 1.6).vortex(*SECOND_EYE, 160, -1.4).vortex(640, 520, 150, 1.2)
    sketch.angle = flow.angle()
    tone = 0.5 + 0.3 * turbulence(*SIZE, 230, rng) + 0.1 * np.sin(xs / 140 - ys / 90)
    sketch.colour = ramp(AIR, tone)
    stirred = 60 * turbulence(*SIZE, 120, rng, 2)
    sketch.glaze((240, 236, 226), 0.8 * smoothstep(210, 40, np.hypot(xs - 640, ys - 400) + stirred))
    corner = np.hypot(xs - 1000, ys - 680) / 1.8 + stirred / 3
    sketch.glaze((204, 84, 28), 0.95 * smoothstep(170, 40, corner))
    return sketch


def _place(size: float, rng: Random) -> Point:
    """Somewhere for a thing of a size: anywhere at times, mostly around the eyes."""
    chance = rng.random()
    if chance < 0.30:
        return rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])
    x, y = EYE if chance < 0.78 else SECOND_EYE
    reach = (110 + size * 1.4) * (1.0 if chance < 0.78 else 0.6)
    return x + rng.normal(0, reach * 1.25), y + rng.normal(0, reach * 0.8)


def _patch(sketch: Sketch, x: float, y: float, size: float, rng: Random) -> None:
    """One patch: a leaf, a sickle or a bent band, its colour turning into another's."""
    turn = rng.uniform(0, 2 * np.pi)
    shape = (_leaf, _sickle, _band)[rng.integers(3)]
    inside = shape(sketch, x, y, size, turn, rng)
    first, second = PIGMENTS[rng.integers(len(PIGMENTS))], PIGMENTS[rng.integers(len(PIGMENTS))]
    xs, ys = sketch.points(inside)
    along = ((xs - x) * np.cos(turn) + (ys - y) * np.sin(turn)) / (1.4 * size) + 0.5
    share = 0.94 if rng.random() < 0.8 else 0.5
    sketch.tint(inside, (first, first, second), along, share, turn + rng.normal(0, 0.5))


def _darkness(sketch: Sketch, rng: Random) -> None:
    """The dark of the two eyes, in torn pieces."""
    for (x, y), size, count in ((EYE, 52, 13), (SECOND_EYE, 30, 6)):
        for _ in range(count):
            turn = rng.uniform(0, 2 * np.pi)
            away = size * rng.uniform(0.7, 1.9)
            px, py = x + away * np.cos(turn), y + 0.75 * away * np.sin(turn)
            inside = _leaf(sketch, px, py, size * rng.uniform(0.5, 1.1), turn + 1.5, rng)
            tone = np.full(int(inside.sum()), rng.uniform(0, 0.7))
            sketch.tint(inside, (INK, (52, 40, 66)), tone, 0.92, turn + 1.5)


def _outline(x: float, y: float, turn: float, shape: list[Point]) -> list[Point]:
    cos, sin = np.cos(turn), np.sin(turn)
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in shape]


def _leaf(sketch: Sketch, x: float, y: float, size: float, turn: float, rng: Random) -> Mask:
    fat = rng.uniform(0.2, 0.6) * size
    upper = [(-size, 0.0), (-size * 0.3, -fat), (size * 0.6, -fat * 0.6), (size, 0.0)]
    lower = [(size * 0.2, fat * 0.8), (-size * 0.6, fat * 0.5), (-size, 0.0)]
    return sketch.area(smooth(_outline(x, y, turn, [*upper, *lower])))


def _sickle(sketch: Sketch, x: float, y: float, size: float, turn: float, rng: Random) -> Mask:
    away = rng.uniform(0.25, 0.7) * size
    cut = arc(x + away * np.cos(turn), y + away * np.sin(turn), size * 0.66, 0, 2 * np.pi)
    return sketch.area(arc(x, y, size * 0.75, 0, 2 * np.pi)) & ~sketch.area(cut)


def _band(sketch: Sketch, x: float, y: float, size: float, turn: float, rng: Random) -> Mask:
    bend, wide = rng.uniform(-0.5, 0.5) * size, rng.uniform(0.12, 0.3) * size
    upper = smooth(_outline(x, y, turn, [(-size, 0.0), (0.0, bend), (size, 0.0)]))
    shape = [(size, wide), (0.0, bend + wide * 1.4), (-size, wide)]
    return sketch.area(np.concatenate([upper, smooth(_outline(x, y, turn, shape))]))


def _centre(canvas: Canvas, rng: Random) -> None:
    """The lines that bind the eyes together."""
    rings = ((126, 3.0, 9), (100, 4.6, 7), (72, 0.6, 8), (46, 2.0, 6), (20, 0.0, 6))
    for radius, start, width in rings:
        around = arc(*EYE, radius, start, start + rng.uniform(2.6, 4.6), 0.78)
        draw(canvas, around, width, INK, rng, dry=0.08)
    for radius, start in ((64, 1.0), (44, 3.4), (22, 5.2)):
        draw(canvas, arc(*SECOND_EYE, radius, start, start + 3.4, 0.8), 5, INK, rng, dry=0.08)
    for curve in (
        [(250, 90), (400, 330), (600, 560)],
        [(520, 70), (450, 330), (330, 610)],
        [(660, 60), (780, 260), (900, 470)],
    ):
        draw(canvas, smooth([(x, y) for x, y in curve]), 4.5, INK, rng, dry=0.15)


def _mark(canvas: Canvas, x: float, y: float, rng: Random) -> None:
    """One black mark: a wild curve, an arc, a zigzag, a comb."""
    kind, turn = rng.random(), rng.uniform(0, 2 * np.pi)
    reach, width = rng.uniform(26, 110), rng.uniform(2.4, 7.0)
    if kind < 0.45:
        sway = rng.normal(0, reach / 3, 2)
        shape = [(-reach, 0.0), (-reach / 3, sway[0]), (reach / 3, sway[1]), (reach, 0.0)]
        draw(canvas, smooth(_outline(x, y, turn, shape)), width, INK, rng, dry=0.1)
    elif kind < 0.65:
        sweep = turn + rng.uniform(1.2, 3.6)
        draw(canvas, arc(x, y, reach * 0.6, turn, sweep), width, INK, rng)
    elif kind < 0.8:
        zigzag = [(i * 9.0 - 40, 11.0 if i % 2 else -3.0) for i in range(9)]
        draw(canvas, _outline(x, y, turn, zigzag), 3, INK, rng)
    else:
        end = x + reach * np.cos(turn), y + reach * np.sin(turn)
        tick = 18 * np.cos(turn + 1.3), 18 * np.sin(turn + 1.3)
        draw(canvas, [(x, y), end], 3, INK, rng)
        hatch(canvas, (x, y), end, tick, int(reach / 9), 2.4, INK, rng)


def _coloured_line(canvas: Canvas, x: float, y: float, rng: Random) -> None:
    turn, reach = rng.uniform(0, 2 * np.pi), rng.uniform(20, 90)
    shape = [(-reach, 0.0), (0.0, rng.normal(0, reach / 3)), (reach, 0.0)]
    colour = LINE_COLOURS[rng.integers(len(LINE_COLOURS))]
    curve = smooth(_outline(x, y, turn, shape))
    draw(canvas, curve, rng.uniform(2.5, 7), colour, rng, dry=0.15)
