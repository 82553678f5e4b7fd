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
INK = (24, 20, 28)
EYE = (430, 320)
AIR = (
    (196, 120, 76),
    (214, 196, 166),
    (226, 222, 214),
    (168, 176, 204),
    (226, 206, 140),
    (206, 132, 128),
)
PIGMENTS: tuple[Colour, ...] = (
    (198, 38, 36), (226, 92, 40), (240, 194, 54), (246, 222, 120), (44, 66, 148), (88, 116, 186), (154, 168, 206),
    (92, 58, 118), (166, 84, 140), (222, 146, 152), (70, 110, 70), (132, 150, 72), (238, 232, 218), (212, 206, 204),
    (40, 34, 52), (150, 52, 44), (122, 82, 52), (64, 138, 140),
)  # fmt: skip


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the storm."""
    sketch = _air(rng)
    for size, count in ((150, 16), (95, 46), (58, 110), (34, 130)):
        for _ in range(count):
            _patch(sketch, *_place(size, rng), size * rng.uniform(0.6, 1.3), rng)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.9, 2.0)
    accents = PIGMENTS[:6]
    lay(
        canvas,
        sketch,
        Brush(20, 60, 9, 9, 5, 8, 80, dry=0.08, accents=accents, accent_share=0.04),
        rng,
        1.6 * effort,
    )
    lay(
        canvas,
        sketch,
        Brush(11, 36, 7, 11, 6, 9, 110, dry=0.06, accents=accents, accent_share=0.05),
        rng,
        1.6 * effort,
    )
    lay(canvas, sketch, Brush(6, 22, 5, 13, 7, 10, 130, loose=0.01), rng, 1.5 * effort)
    _lines(canvas, rng)
    return canvas


def _air(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    flow = Flow(*SIZE).drift(-0.5 + 1.2 * turbulence(*SIZE, 200, rng, 2), 0.8)
    flow.vortex(*EYE, 260, 1.6).vortex(800, 230, 160, -1.4).vortex(640, 520, 150, 1.2)
    sketch.angle = flow.angle()
    tone = 0.5 + 0.28 * turbulence(*SIZE, 230, rng) + 0.1 * np.sin(sketch.xs / 140 - sketch.ys / 90)
    sketch.colour = ramp(AIR, tone.astype(np.float32))
    light = smoothstep(
        230,
        40,
        np.hypot(sketch.xs - 640, (sketch.ys - 330) * 1.3) + 60 * turbulence(*SIZE, 120, rng, 2),
    )
    sketch.glaze((238, 234, 226), 0.8 * light)
    earth = smoothstep(
        160,
        30,
        np.hypot(sketch.xs - 1000, sketch.ys - 680) / 1.8 + 20 * turbulence(*SIZE, 90, rng, 2),
    )
    sketch.glaze((196, 88, 34), 0.9 * earth)
    return sketch


def _place(size: float, rng: Random) -> Point:
    """Anywhere for large patches, closer around the eye for small ones."""
    if rng.random() < 0.35:
        return rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])
    reach = 120 + size * 1.6
    x = EYE[0] + rng.normal(30, reach * 1.35)
    return x, EYE[1] + rng.normal(0, reach * 0.75)


def _patch(sketch: Sketch, x: float, y: float, size: float, rng: Random) -> None:
    """One patch: a leaf, a sickle or a bent band, its colour turning into another's."""
    turn = rng.uniform(0, 2 * np.pi)
    shape = (_leaf, _sickle, _band)[rng.integers(3)]
    inside = shape(sketch, x, y, size, turn, rng)
    first, second = PIGMENTS[rng.integers(len(PIGMENTS))], PIGMENTS[rng.integers(len(PIGMENTS))]
    along = ((sketch.xs - x) * np.cos(turn) + (sketch.ys - y) * np.sin(turn)) / (1.4 * size) + 0.5
    colours = ramp((first, first, second), along + 0.12 * np.sin(sketch.xs / 17))
    share = 0.86 if rng.random() < 0.75 else 0.45
    blended = sketch.colour * (1 - share) + colours * share
    sketch.put(inside, blended, turn + rng.normal(0, 0.5))


def _outline(x: float, y: float, turn: float, shape: list[Point]) -> list[Point]:
    cos, sin = np.cos(turn), np.sin(turn)
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in shape]


def _leaf(sketch: Sketch, x: float, y: float, size: float, turn: float, rng: Random) -> Mask:
    fat = rng.uniform(0.2, 0.6) * size
    shape = [
        (-size, 0.0),
        (-size * 0.3, -fat),
        (size * 0.6, -fat * 0.6),
        (size, 0.0),
        (size * 0.2, fat * 0.8),
        (-size * 0.6, fat * 0.5),
        (-size, 0.0),
    ]
    curve = smooth(_outline(x, y, turn, shape))
    return sketch.polygon([(a, b) for a, b in curve])


def _sickle(sketch: Sketch, x: float, y: float, size: float, turn: float, rng: Random) -> Mask:
    shift = rng.uniform(0.25, 0.7) * size
    hole = sketch.disc(
        x + shift * np.cos(turn), y + shift * np.sin(turn), size * rng.uniform(0.55, 0.8)
    )
    return sketch.disc(x, y, size * 0.75) & ~hole


def _band(sketch: Sketch, x: float, y: float, size: float, turn: float, rng: Random) -> Mask:
    bend = rng.uniform(-0.5, 0.5) * size
    wide = rng.uniform(0.12, 0.3) * size
    upper = [(-size, 0.0), (0.0, bend), (size, 0.0)]
    lower = [(size, wide), (0.0, bend + wide * 1.4), (-size, wide)]
    curve = [*smooth(_outline(x, y, turn, upper)), *smooth(_outline(x, y, turn, lower))]
    return sketch.polygon([(a, b) for a, b in curve])


def _lines(canvas: Canvas, rng: Random) -> None:
    for radius, start, width in (
        (118, 3.0, 10),
        (96, 4.6, 7),
        (70, 0.6, 8),
        (44, 2.0, 6),
        (20, 0.0, 6),
    ):
        draw(
            canvas,
            arc(*EYE, radius, start, start + rng.uniform(2.6, 4.8), 0.78),
            width,
            INK,
            rng,
            dry=0.08,
        )
    for _ in range(46):
        x, y = _place(60, rng)
        kind, turn = rng.random(), rng.uniform(0, 2 * np.pi)
        reach, width = rng.uniform(26, 110), rng.uniform(2.2, 6.5)
        if kind < 0.45:
            bend = [
                (-reach, rng.normal(0, 10)),
                (-reach / 3, rng.normal(0, reach / 3)),
                (reach / 3, rng.normal(0, reach / 3)),
                (reach, 0.0),
            ]
            draw(canvas, smooth(_outline(x, y, turn, bend)), width, INK, rng, dry=0.1)
        elif kind < 0.65:
            draw(
                canvas, arc(x, y, reach * 0.6, turn, turn + rng.uniform(1.2, 3.6)), width, INK, rng
            )
        elif kind < 0.8:
            zigzag = [(i * 9.0 - 40, (11.0 if i % 2 else -3.0)) for i in range(9)]
            draw(canvas, _outline(x, y, turn, zigzag), 3, INK, rng)
        else:
            end = x + reach * np.cos(turn), y + reach * np.sin(turn)
            tick = 16 * np.cos(turn + 1.3), 16 * np.sin(turn + 1.3)
            draw(canvas, [(x, y), end], 3, INK, rng)
            hatch(canvas, (x, y), end, tick, int(reach / 9), 2.2, INK, rng)
    for _ in range(26):
        x, y = _place(90, rng)
        colour = ((242, 238, 228), (204, 36, 34), (246, 206, 60), (44, 66, 148))[rng.integers(4)]
        turn, reach = rng.uniform(0, 2 * np.pi), rng.uniform(20, 80)
        bend = [(-reach, 0.0), (0.0, rng.normal(0, reach / 3)), (reach, 0.0)]
        draw(canvas, smooth(_outline(x, y, turn, bend)), rng.uniform(2.5, 6), colour, rng, dry=0.15)
