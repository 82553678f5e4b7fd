"""A swirling night: stars with halos, a great whirl, hills, a village, a cypress."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Flow, Random, smoothstep, turbulence
from gpu_task.styles.studio.palette import mix, ramp
from gpu_task.styles.studio.sketch import Sketch

SIZE = 960, 760
GROUND = (34, 40, 58)
NIGHT = (
    (14, 24, 66), (22, 44, 104), (34, 74, 146), (62, 112, 178), (110, 156, 200), (168, 196, 200),
    (222, 222, 168), (248, 218, 96), (252, 190, 44),
)  # fmt: skip
LAND = ((12, 22, 44), (20, 40, 72), (34, 66, 92), (52, 92, 92), (96, 124, 84), (150, 154, 90))
CYPRESS = ((10, 16, 16), (18, 30, 24), (34, 50, 30), (66, 64, 34), (92, 62, 36))
WHIRLS = ((395, 265, 150, 1.5, 0.20), (590, 345, 88, -1.5, 0.22))
STARS = (
    (62, 150, 24), (196, 78, 34), (318, 52, 22), (470, 92, 30), (640, 62, 24), (640, 190, 20),
    (736, 150, 32), (248, 350, 26), (706, 318, 22), (60, 320, 26), (905, 300, 26),
)  # fmt: skip
MOON = (852, 108, 64)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the night."""
    sketch = _sky(rng)
    _moon(sketch)
    ridge = _hills(sketch, rng)
    _village(sketch, rng)
    _cypress(sketch, rng)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour)
    warm = ((250, 222, 130), (120, 170, 160), (24, 30, 88))
    lay(canvas, sketch, Brush(17, 70, 9, light=12, dry=0.02), rng, 1.6 * effort)
    lay(
        canvas,
        sketch,
        Brush(11, 52, 7, 16, 6, 13, 150, accents=warm, accent_share=0.08),
        rng,
        1.9 * effort,
    )
    lay(
        canvas,
        sketch,
        Brush(7, 36, 5, 20, 7, 14, 170, accents=warm, accent_share=0.10),
        rng,
        1.2 * effort,
    )
    bright = smoothstep(0.4, 0.75, sketch.colour.mean(-1) / 255)
    busy = np.maximum(0.25 * bright, (sketch.ys > ridge - 8) * 0.9).astype(np.float32)
    lay(canvas, sketch, Brush(4.5, 22, 4, 20, 7, 12, 190, loose=0), rng, 1.1 * effort, busy)
    return canvas


def _sky(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    flow = Flow(*SIZE).drift(
        0.32 * np.sin(xs / 150 + ys / 260) + 0.25 * turbulence(*SIZE, 260, rng, 2)
    )
    glow = np.zeros_like(xs)
    for x, y, radius, turn, inward in WHIRLS:
        flow.vortex(x, y, radius * 1.25, turn * 2.2, inward * 2.2)
        glow = np.maximum(glow, _spiral(sketch, x, y, radius, turn))
    for x, y, radius in (*STARS, MOON):
        flow.vortex(x, y, radius * 2.3, 3.4)
        glow = np.maximum(glow, _halo(sketch, x, y, radius))
    sketch.angle = flow.angle()
    stream = np.exp(-(((ys - 300 - 70 * np.sin(xs / 170 + 0.6)) / 60) ** 2)) * 0.34
    low = np.exp(-(((ys - 492 + 62 * np.sin(xs / 210 - 0.4)) / 34) ** 2)) * 0.42
    tone = 0.19 + 0.055 * turbulence(*SIZE, 120, rng) + stream * 0.6 + low + 0.10 * (ys / SIZE[1])
    sketch.colour = ramp(NIGHT, np.maximum(tone * (1 - glow * 0.6), glow * 0.96))
    return sketch


def _halo(sketch: Sketch, x: float, y: float, radius: float) -> Field:
    distance = np.hypot(sketch.xs - x, sketch.ys - y) / radius
    core = np.exp(-((distance / 0.62) ** 2))
    rings = 0.74 * np.exp(-(((distance - 0.95) / 0.36) ** 2)) + 0.55 * np.exp(
        -(((distance - 1.75) / 0.34) ** 2)
    )
    halo: Field = np.clip(core + rings, 0, 1).astype(np.float32)
    return halo


def _spiral(sketch: Sketch, x: float, y: float, radius: float, turn: float) -> Field:
    dx, dy = sketch.xs - x, sketch.ys - y
    distance = np.hypot(dx, dy) / radius
    arms = 0.5 + 0.5 * np.cos(
        2 * np.arctan2(dy, dx) - np.sign(turn) * 6.5 * np.log(distance + 0.25)
    )
    spiral: Field = ((0.3 + 0.5 * arms) * smoothstep(1.25, 0.55, distance)).astype(np.float32)
    return spiral


def _moon(sketch: Sketch) -> None:
    x, y, radius = MOON
    crescent = sketch.disc(x, y, radius * 0.72) & ~sketch.disc(x + 17, y - 8, radius * 0.5)
    sketch.put(crescent, (250, 186, 42), edge=False)


def _hills(sketch: Sketch, rng: Random) -> Field:
    xs, ys = sketch.xs, sketch.ys
    far = 512 + 34 * np.sin(xs / 120 + 1.9) + 14 * np.sin(xs / 43) - 60 * smoothstep(560, 940, xs)
    near = 590 + 26 * np.sin(xs / 150 + 0.4) + 9 * np.sin(xs / 37 + 2)
    for line, tone, slope in ((far, 0.26, 0.12), (near, 0.42, -0.08)):
        body = tone + 0.17 * turbulence(*SIZE, 90, rng) + 0.002 * (line - ys)
        rim = np.exp(-(((ys - line) / 7) ** 2)) * 0.35
        along = np.arctan(np.gradient(line, axis=1)) + slope * np.sin(ys / 16)
        sketch.put(ys > line, ramp(LAND, (body + rim).astype(np.float32)), along)
    return far


def _village(sketch: Sketch, rng: Random) -> None:
    for _ in range(26):
        x, y = rng.uniform(330, 900), rng.uniform(628, 735)
        wide, tall = rng.uniform(20, 38), rng.uniform(12, 22)
        wall = sketch.polygon([(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)])
        shade = rng.uniform(0.6, 1.3)
        sketch.put(wall, (int(58 * shade), int(84 * shade), int(104 * shade)), 0.0)
        roof = sketch.polygon([(x - 4, y), (x + wide / 2, y - tall * 0.7), (x + wide + 4, y)])
        sketch.put(roof, (40, 38, 62) if rng.random() < 0.6 else (96, 62, 60), 0.5)
        if rng.random() < 0.7:
            pane = sketch.polygon(
                [
                    (x + wide * 0.4, y + 4),
                    (x + wide * 0.62, y + 4),
                    (x + wide * 0.62, y + tall * 0.7),
                    (x + wide * 0.4, y + tall * 0.7),
                ]
            )
            sketch.put(pane, (252, 206, 84), np.pi / 2)
    church = [(560, 700), (560, 622), (567, 622), (574, 540), (581, 622), (588, 622), (588, 700)]
    sketch.put(sketch.polygon(church), (92, 124, 146), np.pi / 2)


def _cypress(sketch: Sketch, rng: Random) -> None:
    xs, ys = sketch.xs, sketch.ys
    for x, top, spread in ((150, 120, 8.4), (228, 420, 8.0)):
        sway = x + 13 * np.sin(ys / 46) + 5 * np.sin(ys / 17)
        edge = np.clip((ys - top) / spread, 0, 66) * (1 + 0.10 * np.sin(ys / 9) * np.sin(ys / 23))
        tree = (np.abs(xs - sway) < edge) & (ys > top)
        flames = (
            0.36 + 0.24 * np.sin((xs - sway) / 6 + ys / 60) + 0.20 * turbulence(*SIZE, 40, rng, 3)
        )
        rise = np.pi / 2 + 0.5 * np.sin(ys / 40 + xs / 16) + np.clip((sway - xs) / 150, -0.4, 0.4)
        sketch.put(tree, ramp(CYPRESS, flames.astype(np.float32)), rise.astype(np.float32))
