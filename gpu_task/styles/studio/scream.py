"""A burning evening in wavy bands over a dark fjord, a bridge, and a small figure on it."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Flow, Random, smoothstep, turbulence
from gpu_task.styles.studio.lines import arc, draw, smooth
from gpu_task.styles.studio.palette import Colour, ramp
from gpu_task.styles.studio.sketch import Mask, Point, Sketch

SIZE = 760, 960
GROUND = (196, 150, 104)
FIRE = (
    (150, 40, 30),
    (206, 62, 26),
    (232, 96, 34),
    (240, 138, 48),
    (238, 176, 84),
    (222, 190, 130),
    (150, 166, 168),
    (226, 120, 50),
    (196, 50, 26),
    (236, 150, 60),
    (244, 204, 112),
)
WATER = ((14, 20, 34), (24, 38, 60), (34, 58, 88), (64, 90, 108), (132, 124, 100), (204, 158, 84))
PLANKS = ((52, 28, 22), (96, 54, 36), (140, 84, 54), (176, 116, 76), (120, 92, 84), (196, 150, 108))
SHORE = ((16, 24, 34), (30, 44, 50), (44, 66, 62), (70, 84, 58), (132, 112, 60))
COAT = ((14, 14, 24), (30, 32, 48), (58, 58, 68))
SKIN = ((140, 100, 64), (202, 164, 108), (230, 206, 150))
INK = (44, 32, 30)

HORIZON = 372
VANISHING = -150.0, 330.0
RAILS = ((0.455, 0.487, (124, 58, 38)), (0.530, 0.555, (84, 44, 38)), (0.594, 0.622, (62, 32, 30)))
"""Each between two angles seen from the vanishing point."""
POSTS = (126.0, 260.0, 452.0, 706.0)
HEAD = (
    (0, -66),
    (-32, -54),
    (-44, -14),
    (-30, 28),
    (-14, 58),
    (0, 66),
    (14, 58),
    (30, 28),
    (44, -14),
    (32, -54),
    (0, -66),
)
BODY = (
    (-26, 58),
    (-62, 92),
    (-66, 190),
    (-92, 440),
    (90, 440),
    (58, 220),
    (62, 92),
    (28, 58),
)
LEFT_ARM = ((-58, 150), (-74, 84), (-46, 8), (-30, 14), (-42, 78), (-26, 138))
RIGHT_ARM = tuple((-x, y) for x, y in LEFT_ARM)
FIGURE = 300.0, 668.0, 0.78
"""Where its head is, and its size."""


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the evening."""
    sketch = _sky(rng)
    _fjord(sketch, rng)
    _bridge(sketch, rng)
    figure = _figure(sketch) | _strollers(sketch)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.85, 4.0)
    broad = Brush(20, 150, 9, light=12, streak=12, body=70, dry=0.12, wander=0.03)
    lay(canvas, sketch, broad, rng, 1.7 * effort)
    middle = Brush(11, 110, 6, light=16, tint=7, streak=14, body=100, dry=0.16, wander=0.04)
    lay(canvas, sketch, middle, rng, 1.7 * effort)
    narrow = Brush(6, 70, 4, light=20, tint=9, streak=14, dry=0.15, wander=0.05)
    lay(canvas, sketch, narrow, rng, 0.9 * effort)
    detail = Brush(4.5, 24, 4, light=9, tint=4, loose=0)
    lay(canvas, sketch, detail, rng, 3.0 * effort, figure.astype(np.float32))
    _contours(canvas, rng)
    return canvas


def _sky(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    wave = 26 * np.sin(xs / 118 + 0.6) + 13 * np.sin(xs / 52 + ys / 70)
    level = ys + (wave + 16 * turbulence(*SIZE, 240, rng, 2)) * (0.5 + ys / 500)
    sketch.angle = np.arctan(-np.gradient(level, axis=1) / np.gradient(level, axis=0))
    bands = 0.5 + 0.5 * np.sin(level / 19 + 1.6 * np.sin(level / 61))
    swell = 0.60 + 0.46 * np.sin(level / 74 + 0.5)
    tone = 0.1 + 0.8 * bands * swell + 0.09 * turbulence(*SIZE, 70, rng)
    sketch.colour = ramp(FIRE, tone)
    return sketch


def _fjord(sketch: Sketch, rng: Random) -> None:
    xs, ys = sketch.xs, sketch.ys
    angle = Flow(*SIZE).drift(0.12 * np.sin(xs / 60)).vortex(330, 480, 150, 1.4, 0.3).angle()
    lines = np.sin((ys + 40 * np.sin(xs / 140)) / 11 + 3 * turbulence(*SIZE, 160, rng, 2))
    glare = 0.62 * np.exp(-(((ys - 428) / 24) ** 2) - (((xs - 250) / 190) ** 2))
    tone = 0.30 + 0.17 * lines + 0.12 * turbulence(*SIZE, 60, rng) + glare
    sketch.put(ys > HORIZON - 6, ramp(WATER, tone), angle)
    _bank(sketch, rng)
    ridge = HORIZON - 34 * np.exp(-(((xs - 300) / 190) ** 2))
    ridge = ridge - 26 * np.exp(-(((xs - 640) / 130) ** 2)) - 5 * np.sin(xs / 31)
    foot = HORIZON + 14 + 7 * np.sin(xs / 40) + 16 * smoothstep(380, 700, xs)
    hills = ramp(SHORE, 0.2 + 0.15 * turbulence(*SIZE, 60, rng))
    sketch.put((ys > ridge) & (ys < foot), hills, 0.06 * np.sin(xs / 50))


def _bank(sketch: Sketch, rng: Random) -> None:
    """The near shore, turning in on itself like the water."""
    xs, ys = sketch.xs, sketch.ys
    edge = 484 + 120 * np.sin((ys - 380) / 118) + 0.35 * (ys - 380) + 9 * np.sin(ys / 13)
    rings = np.sin(np.hypot(xs - 690, (ys - 560) / 1.5) / 9.5 + 2 * turbulence(*SIZE, 150, rng, 2))
    tone = 0.18 + (0.3 + 0.3 * rings) * smoothstep(370, 520, ys)
    around = np.arctan2(xs - 690, -(ys - 560) / 2.2)
    where = (xs > edge) & (ys > HORIZON + 4)
    sketch.put(where, ramp(SHORE, tone + 0.1 * turbulence(*SIZE, 60, rng)), around)


def _bridge(sketch: Sketch, rng: Random) -> None:
    xs, ys = sketch.xs, sketch.ys
    x0, y0 = VANISHING
    towards: Field = np.arctan2(ys - y0, xs - x0)
    boards = np.sin(towards * 92 + 0.7 * turbulence(*SIZE, 200, rng, 2))
    tone = 0.38 + 0.3 * boards + 0.15 * turbulence(*SIZE, 60, rng) + 0.1 * smoothstep(900, 500, ys)
    sketch.put(towards > np.arctan2(600.0, 860.0), ramp(PLANKS, tone), towards)
    for low, high, colour in RAILS:
        rail = (towards > low) & (towards < high) & (xs > 20)
        lit = smoothstep(0.012, 0, towards - low)
        sketch.put(rail, ramp((colour, (230, 136, 68)), lit), towards)
    for x in POSTS:
        top, foot = (y0 + np.tan(angle) * (x - x0) for angle in (0.450, 0.615))
        right = x + 4 + x / 70
        post = sketch.polygon([(x, top), (right, top), (right, foot), (x, foot)])
        sketch.put(post, (66, 36, 34), np.pi / 2)


def _placed(shape: tuple[Point, ...]) -> list[Point]:
    x, y, size = FIGURE
    return [(x + a * size, y + b * size) for a, b in shape]


def _figure(sketch: Sketch) -> Mask:
    xs, ys = sketch.xs, sketch.ys
    x, y, size = FIGURE
    body = sketch.area(smooth(_placed(BODY)))
    folds = 0.35 + 0.3 * np.sin(xs / 6 + 3 * np.sin(ys / 50)) + 0.2 * smoothstep(x, x - 60, xs)
    sketch.put(body, ramp(COAT, folds), np.pi / 2 + 0.25 * np.sin(ys / 40))
    light = 0.4 + 0.6 * smoothstep(64, 8, np.hypot(xs - x + 8, ys - y + 20) / size)
    seen = body
    for arm in (LEFT_ARM, RIGHT_ARM):
        limb = sketch.area(smooth(_placed(arm)))
        sketch.put(limb, ramp(SKIN, 0.5 * light + 0.1), np.pi / 2)
        seen = seen | limb
    head = sketch.area(smooth(_placed(HEAD)))
    sketch.put(head, ramp(SKIN, light), np.arctan2(ys - y, xs - x) + np.pi / 2)
    return seen | head


def _strollers(sketch: Sketch) -> Mask:
    """Two people far off on the bridge."""
    seen = np.zeros(sketch.region.shape, np.bool_)
    for x, y, size in ((58, 452, 0.34), (98, 462, 0.38)):
        coat = ((-20, 0), (-30, 130), (-34, 250), (34, 250), (30, 120), (18, 0))
        shape = sketch.area(smooth([(x + a * size, y + b * size) for a, b in coat]))
        person = shape | sketch.disc(x, y - 14 * size, 20 * size)
        sketch.put(person, (26, 26, 40), np.pi / 2)
        seen |= person
    return seen


def _contours(canvas: Canvas, rng: Random) -> None:
    x, y, size = FIGURE
    draw(canvas, smooth(_placed(HEAD)), 3, (96, 60, 44), rng, dry=0.35)
    for side in (-1, 1):
        _hollow(canvas, x + side * 17 * size, y - 12 * size, 6 * size, 8 * size, rng)
        draw(canvas, smooth(_placed(LEFT_ARM if side < 0 else RIGHT_ARM)), 2.5, INK, rng, dry=0.4)
        nose = x + side * 4 * size
        draw(canvas, [(nose, y + 10 * size), (nose, y + 14 * size)], 2.6, INK, rng)
    _hollow(canvas, x, y + 40 * size, 9 * size, 15 * size, rng)
    for mast in (150.0, 206.0):
        draw(canvas, smooth([(mast, 416), (mast + 3, 406), (mast + 2, 394)]), 2.5, INK, rng)
        draw(canvas, [(mast - 10, 418), (mast + 11, 418)], 3, INK, rng)


def _hollow(canvas: Canvas, x: float, y: float, wide: float, tall: float, rng: Random) -> None:
    """A dark opening: an eye, a mouth."""
    for share, colour in ((0.75, (70, 46, 38)), (0.3, INK)):
        ring: Colour = colour
        draw(canvas, arc(x, y, wide * share, 0, 6.6, tall / wide), wide * 0.7, ring, rng)
