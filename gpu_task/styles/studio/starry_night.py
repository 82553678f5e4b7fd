"""A swirling night: stars with halos, two great whirls, hills, a village, a cypress."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Flow, Random, smoothstep, turbulence
from gpu_task.styles.studio.palette import Colour, ramp
from gpu_task.styles.studio.sketch import Sketch

SIZE = 960, 760
GROUND = (34, 40, 58)
NIGHT = (
    (14, 24, 66),
    (22, 44, 104),
    (34, 74, 146),
    (62, 112, 178),
    (110, 156, 200),
    (168, 196, 200),
    (222, 222, 168),
    (248, 218, 96),
    (252, 190, 44),
)
LAND = ((12, 22, 44), (20, 40, 72), (34, 66, 92), (52, 92, 92), (96, 124, 84), (150, 154, 90))
CYPRESS = ((10, 16, 16), (18, 30, 24), (34, 50, 30), (66, 64, 34), (92, 62, 36))
SKY_ACCENTS = ((96, 150, 150), (54, 66, 150), (196, 206, 150), (20, 26, 84))
LAND_ACCENTS = ((30, 84, 110), (92, 120, 70), (14, 18, 46))
TREE_ACCENTS = ((98, 60, 34), (24, 52, 40), (8, 10, 18))

WHIRLS = ((395, 265, 150, 1.5, 0.20), (590, 345, 88, -1.5, 0.22))
"""x, y, radius, turn, pull inwards."""
STARS = (
    (62, 150, 24),
    (196, 78, 34),
    (318, 52, 22),
    (470, 92, 30),
    (640, 62, 24),
    (640, 190, 20),
    (736, 150, 32),
    (248, 350, 26),
    (706, 318, 22),
    (60, 320, 26),
    (905, 300, 26),
)
MOON = (852, 108, 64)
TREES = ((150, 96, 8.0, 74), (232, 400, 7.4, 50))
"""x, top, how slowly it widens, half its width."""


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the night."""
    sketch = _sky(rng)
    ridge = _hills(sketch, rng)
    _village(sketch, rng)
    trees = _cypresses(sketch, rng)
    land = ((sketch.ys > ridge) & (trees == 0)).astype(np.float32)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour)
    lay(canvas, sketch, Brush(17, 70, 9, light=12, dry=0.02), rng, 1.6 * effort)
    dark_sky = (1 - land) * (1 - trees) * smoothstep(150, 90, sketch.colour.mean(-1))
    _texture(canvas, sketch, 1 - land - trees, (), rng, effort)
    _texture(canvas, sketch, dark_sky, SKY_ACCENTS, rng, 0.6 * effort)
    _texture(canvas, sketch, land, LAND_ACCENTS, rng, effort)
    _texture(canvas, sketch, trees, TREE_ACCENTS, rng, effort)
    glow = 0.35 * smoothstep(100, 190, sketch.colour.mean(-1))
    fine = Brush(4.5, 22, 4, light=20, tint=7, streak=12, body=190, loose=0)
    lay(canvas, sketch, fine, rng, 1.1 * effort, np.maximum(glow, land * 0.9 + trees))
    return canvas


def _texture(
    canvas: Canvas,
    sketch: Sketch,
    where: Field,
    accents: tuple[Colour, ...],
    rng: Random,
    effort: float,
) -> None:
    for width, length, bristles, body, coverage in ((11, 52, 7, 150, 1.6), (7, 36, 5, 170, 1.2)):
        brush = Brush(
            width,
            length,
            bristles,
            light=17,
            tint=6,
            streak=13,
            body=body,
            accents=accents,
            accent_share=0.16,
        )
        lay(canvas, sketch, brush, rng, coverage * effort, where)


def _sky(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    waves = 0.32 * np.sin(xs / 150 + ys / 260) + 0.25 * turbulence(*SIZE, 260, rng, 2)
    flow = Flow(*SIZE).drift(waves)
    glow: Field = np.zeros_like(xs)
    for x, y, radius, turn, inward in WHIRLS:
        flow.vortex(x, y, radius * 1.25, turn * 2.2, inward * 2.2)
        glow = np.maximum(glow, _spiral(sketch, x, y, radius, turn))
    for x, y, radius in (*STARS, MOON):
        flow.vortex(x, y, radius * 2.3, 3.4)
        glow = np.maximum(glow, _halo(sketch, x, y, radius))
    sketch.angle = flow.angle()
    stream = 0.22 * np.exp(-(((ys - 300 - 70 * np.sin(xs / 170 + 0.6)) / 60) ** 2))
    low = 0.46 * np.exp(-(((ys - 484 + 66 * np.sin(xs / 210 - 0.4)) / 32) ** 2))
    tone = 0.18 + 0.06 * turbulence(*SIZE, 120, rng) + stream + low + 0.1 * ys / SIZE[1]
    sketch.colour = ramp(NIGHT, np.maximum(tone * (1 - glow * 0.6), glow * 0.97))
    _crescent(sketch)
    return sketch


def _halo(sketch: Sketch, x: float, y: float, radius: float) -> Field:
    distance = np.hypot(sketch.xs - x, sketch.ys - y) / radius
    core = np.exp(-((distance / 0.62) ** 2))
    inner = 0.74 * np.exp(-(((distance - 0.95) / 0.36) ** 2))
    outer = 0.55 * np.exp(-(((distance - 1.75) / 0.34) ** 2))
    halo: Field = np.clip(core + inner + outer, 0, 1)
    return halo


def _spiral(sketch: Sketch, x: float, y: float, radius: float, turn: float) -> Field:
    dx, dy = sketch.xs - x, sketch.ys - y
    distance = np.hypot(dx, dy) / radius
    winding = 2 * np.arctan2(dy, dx) - np.sign(turn) * 6.5 * np.log(distance + 0.25)
    arms: Field = (0.55 + 0.25 * np.cos(winding)) * smoothstep(1.25, 0.55, distance)
    return arms


def _crescent(sketch: Sketch) -> None:
    x, y, radius = MOON
    crescent = sketch.disc(x, y, radius * 0.72) & ~sketch.disc(x + 19, y - 8, radius * 0.5)
    sketch.put(crescent, (250, 184, 38), edge=False)


def _hills(sketch: Sketch, rng: Random) -> Field:
    """Two rows of hills; returns the height of the far ridge."""
    xs, ys = sketch.xs, sketch.ys
    rise = 60 * smoothstep(560, 940, xs)
    far: Field = 512 + 34 * np.sin(xs / 120 + 1.9) + 14 * np.sin(xs / 43) - rise
    near: Field = 590 + 26 * np.sin(xs / 150 + 0.4) + 9 * np.sin(xs / 37 + 2)
    for line, tone, slope in ((far, 0.26, 0.12), (near, 0.40, -0.08)):
        rim = 0.38 * np.exp(-(((ys - line) / 7) ** 2))
        body = tone + 0.17 * turbulence(*SIZE, 90, rng) + 0.002 * (line - ys)
        along = np.arctan(np.gradient(line, axis=1)) + slope * np.sin(ys / 16)
        sketch.put(ys > line, ramp(LAND, body + rim), along)
    return far


def _village(sketch: Sketch, rng: Random) -> None:
    for y in np.sort(rng.uniform(630, 728, 34)):
        _house(sketch, rng.uniform(310, 920), float(y), rng)
    tower = [(560, 702), (560, 622), (567, 622), (574, 540), (581, 622), (588, 622), (588, 702)]
    sketch.put(sketch.polygon(tower), (96, 130, 152), np.pi / 2)


def _house(sketch: Sketch, x: float, y: float, rng: Random) -> None:
    wide, tall, shade = rng.uniform(24, 44), rng.uniform(14, 24), rng.uniform(0.6, 1.4)
    right, foot = x + wide, y + tall
    wall = sketch.polygon([(x, y), (right, y), (right, foot), (x, foot)])
    sketch.put(wall, (round(58 * shade), round(84 * shade), round(104 * shade)), 0.0)
    roof = sketch.polygon([(x - 4, y), (x + wide / 2, y - tall * 0.8), (right + 4, y)])
    sketch.put(roof, (40, 38, 62) if rng.random() < 0.55 else (108, 66, 60), 0.5)
    if rng.random() < 0.7:
        left, sill = x + wide * 0.4, y + tall * 0.75
        pane = sketch.polygon([(left, y + 4), (left + 7, y + 4), (left + 7, sill), (left, sill)])
        sketch.put(pane, (254, 208, 84), np.pi / 2)


def _cypresses(sketch: Sketch, rng: Random) -> Field:
    """Trees like dark flames; returns where they are."""
    xs, ys = sketch.xs, sketch.ys
    covered: Field = np.zeros_like(xs)
    for x, top, slowness, half in TREES:
        sway = x + 13 * np.sin(ys / 46) + 5 * np.sin(ys / 17)
        tongues = 1 + 0.16 * np.sin(ys / 9) * np.sin(ys / 23)
        tree = (np.abs(xs - sway) < np.clip((ys - top) / slowness, 0, half) * tongues) & (ys > top)
        flames = 0.36 + 0.24 * np.sin((xs - sway) / 6 + ys / 60)
        lean = 0.5 * np.sin(ys / 40 + xs / 16) + np.clip((sway - xs) / 150, -0.4, 0.4)
        tone = flames + 0.2 * turbulence(*SIZE, 40, rng, 3)
        sketch.put(tree, ramp(CYPRESS, tone), np.pi / 2 + lean)
        covered[tree] = 1
    return covered
