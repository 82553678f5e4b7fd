"""A burning evening in wavy bands over a dark fjord, a bridge, and a small figure on it."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Flow, Random, smoothstep, turbulence
from gpu_task.styles.studio.lines import arc, draw, smooth
from gpu_task.styles.studio.palette import ramp
from gpu_task.styles.studio.sketch import Sketch

SIZE = 760, 960
GROUND = (196, 150, 104)
FIRE = (
    (150, 40, 30), (206, 62, 26), (232, 96, 34), (240, 138, 48), (238, 176, 84), (222, 190, 130),
    (150, 162, 160), (230, 110, 40), (196, 50, 26), (236, 150, 60), (244, 200, 110),
)  # fmt: skip
WATER = ((14, 20, 34), (24, 38, 60), (34, 58, 88), (64, 90, 108), (132, 124, 100), (204, 158, 84))
PLANKS = ((52, 28, 22), (96, 54, 36), (140, 84, 54), (176, 116, 76), (120, 92, 84), (196, 150, 108))
SHORE = ((16, 24, 34), (30, 44, 50), (44, 66, 62), (70, 84, 58), (112, 98, 56))
HORIZON, VANISHING = 372, (-150.0, 330.0)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the evening."""
    sketch = _sky(rng)
    _fjord(sketch, rng)
    _bridge(sketch, rng)
    _figures(sketch)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour)
    lay(canvas, sketch, Brush(20, 150, 9, 12, 5, 12, 70, dry=0.12, wander=0.03), rng, 1.7 * effort)
    lay(canvas, sketch, Brush(11, 110, 6, 16, 7, 14, 100, dry=0.16, wander=0.04), rng, 1.7 * effort)
    lay(canvas, sketch, Brush(6, 70, 4, 20, 9, 14, 120, dry=0.15, wander=0.05), rng, 0.9 * effort)
    details = (sketch.region >= sketch.region.max() - 7).astype(np.float32)
    lay(canvas, sketch, Brush(5, 22, 4, 9, 4, 9, 120, loose=0), rng, 3.0 * effort, details)
    _contours(canvas, rng)
    return canvas


def _sky(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    wave = (
        26 * np.sin(xs / 118 + 0.6)
        + 13 * np.sin(xs / 52 + ys / 70)
        + 16 * turbulence(*SIZE, 240, rng, 2)
    )
    level = ys + wave * (0.5 + ys / 500)
    sketch.angle = np.arctan(-np.gradient(level, axis=1) / np.gradient(level, axis=0))
    bands = 0.5 + 0.5 * np.sin(level / 19 + 1.6 * np.sin(level / 61))
    tone = (
        0.1
        + 0.8 * bands * (0.55 + 0.45 * np.sin(level / 83 + 0.9))
        + 0.09 * turbulence(*SIZE, 70, rng)
    )
    sketch.colour = ramp(FIRE, tone.astype(np.float32))
    return sketch


def _fjord(sketch: Sketch, rng: Random) -> None:
    xs, ys = sketch.xs, sketch.ys
    shore = (
        HORIZON - 34 * np.exp(-(((xs - 300) / 190) ** 2)) - 22 * np.exp(-(((xs - 640) / 130) ** 2))
    )
    flow = Flow(*SIZE).drift(0.12 * np.sin(xs / 60)).vortex(330, 470, 150, 1.6, 0.3)
    flow.vortex(600, 560, 190, -2.2, 0.2)
    angle = flow.angle()
    lines = 0.5 + 0.5 * np.sin(
        (ys + 40 * np.sin(xs / 140)) / 11 + 3 * turbulence(*SIZE, 160, rng, 2)
    )
    tone = 0.14 + 0.34 * lines + 0.12 * turbulence(*SIZE, 60, rng)
    glare = np.exp(-(((ys - 432) / 26) ** 2) - (((xs - 260) / 190) ** 2)) * 0.6
    sketch.put(ys > HORIZON - 6, ramp(WATER, tone + glare), angle)
    hills = ramp(SHORE, (0.2 + 0.15 * turbulence(*SIZE, 60, rng)).astype(np.float32))
    sketch.put((ys > shore) & (ys < HORIZON + 10 + 8 * np.sin(xs / 40)), hills, 0.05)
    _bank(sketch, rng)


def _bank(sketch: Sketch, rng: Random) -> None:
    xs, ys = sketch.xs, sketch.ys
    edge = 470 + 120 * np.sin((ys - 380) / 118) + 0.35 * (ys - 380)
    swirl = np.hypot((xs - 660) / 1.0, (ys - 560) / 1.5)
    rings = 0.5 + 0.5 * np.sin(swirl / 9.5 + 2 * turbulence(*SIZE, 150, rng, 2))
    angle = np.arctan2(xs - 660, -(ys - 560) / 2.2).astype(np.float32)
    tone = 0.18 + 0.6 * rings * smoothstep(380, 560, ys) + 0.10 * turbulence(*SIZE, 60, rng)
    sketch.put((xs > edge) & (ys > HORIZON + 4), ramp(SHORE, tone), angle)


def _bridge(sketch: Sketch, rng: Random) -> None:
    xs, ys = sketch.xs, sketch.ys
    x0, y0 = VANISHING
    towards = np.arctan2(ys - y0, xs - x0).astype(np.float32)
    deck = towards > np.arctan2(600.0, 860.0)
    boards = 0.5 + 0.5 * np.sin(towards * 92 + 0.7 * turbulence(*SIZE, 200, rng, 2))
    tone = 0.08 + 0.6 * boards + 0.15 * turbulence(*SIZE, 60, rng) + 0.12 * smoothstep(900, 500, ys)
    sketch.put(deck, ramp(PLANKS, tone), towards)
    for low, high, colour in (
        (0.455, 0.487, (112, 52, 36)),
        (0.530, 0.555, (74, 40, 38)),
        (0.594, 0.622, (58, 30, 30)),
    ):
        rail = (towards > low) & (towards < high) & (xs > 20)
        light = smoothstep(0, 0.012, towards - low)[..., None]
        warm = np.asarray((226, 132, 66), np.float32)
        sketch.put(rail, np.asarray(colour, np.float32) * light + warm * (1 - light), towards)
    for x in (126.0, 260.0, 452.0, 706.0):
        thick = 4 + x / 70
        top, foot = y0 + np.tan(0.450) * (x - x0), y0 + np.tan(0.615) * (x - x0)
        post = sketch.polygon([(x, top), (x + thick, top), (x + thick, foot), (x, foot)])
        sketch.put(post, (62, 34, 34), np.pi / 2)


def _figures(sketch: Sketch) -> None:
    for x, y, size in ((60, 470, 0.30), (92, 482, 0.34)):
        coat = smooth(
            [
                (x - 22 * size, y),
                (x - 30 * size, y + 130 * size),
                (x - 34 * size, y + 250 * size),
                (x + 34 * size, y + 250 * size),
                (x + 30 * size, y + 120 * size),
                (x + 20 * size, y),
            ]
        )
        sketch.put(
            sketch.polygon([(a, b) for a, b in coat]) | sketch.disc(x, y - 14 * size, 20 * size),
            (26, 26, 40),
            np.pi / 2,
        )
    coat = smooth(
        [
            (330, 690),
            (300, 740),
            (304, 830),
            (284, 960),
            (456, 960),
            (424, 850),
            (428, 760),
            (400, 690),
            (366, 668),
        ]
    )
    folds: Field = (np.pi / 2 + 0.25 * np.sin(sketch.ys / 40)).astype(np.float32)
    tone = 0.3 + 0.3 * np.sin(sketch.xs / 7 + 3 * np.sin(sketch.ys / 50))
    sketch.put(
        sketch.polygon([(a, b) for a, b in coat]),
        ramp(((18, 18, 28), (34, 36, 52), (62, 62, 70)), tone),
        folds,
    )
    for arm in (
        ((312, 760), (296, 700), (322, 636), (338, 640), (326, 704), (346, 752)),
        ((418, 766), (436, 704), (408, 636), (392, 640), (404, 704), (388, 752)),
    ):
        sketch.put(sketch.polygon([(a, b) for a, b in smooth(arm)]), (198, 160, 112), np.pi / 2)
    head = smooth(
        [
            (365, 560),
            (330, 574),
            (318, 616),
            (334, 660),
            (350, 696),
            (366, 706),
            (382, 696),
            (398, 660),
            (412, 616),
            (400, 574),
            (365, 560),
        ]
    )
    around = np.arctan2(sketch.ys - 625, sketch.xs - 365) + np.pi / 2
    glow = 0.45 + 0.55 * smoothstep(60, 10, np.hypot(sketch.xs - 358, sketch.ys - 600))
    sketch.put(
        sketch.polygon([(a, b) for a, b in head]),
        ramp(((150, 110, 70), (206, 170, 112), (232, 208, 152)), glow),
        around.astype(np.float32),
    )


def _contours(canvas: Canvas, rng: Random) -> None:
    dark = (48, 34, 32)
    for x in (346, 386):
        draw(canvas, arc(x, 622, 9, 0, 6.5, 1.25), 4, dark, rng)
        draw(canvas, arc(x, 624, 2.4, 0, 6.5), 4, dark, rng)
    draw(canvas, arc(366, 672, 9, 0, 6.6, 1.6), 6, dark, rng)
    draw(canvas, [(362, 640), (361, 650)], 3, dark, rng)
    draw(canvas, [(371, 640), (372, 650)], 3, dark, rng)
    head = [
        (365, 560),
        (330, 574),
        (318, 616),
        (334, 660),
        (350, 696),
        (366, 706),
        (382, 696),
        (398, 660),
        (412, 616),
        (400, 574),
        (365, 560),
    ]
    draw(canvas, smooth(head), 4, (84, 52, 40), rng, dry=0.2)
    for x in (150, 196, 240):
        draw(canvas, smooth([(x, 418), (x + 3, 408), (x + 2, 398)]), 2.5, (60, 44, 40), rng)
        draw(canvas, [(x - 9, 420), (x + 10, 420)], 3, (60, 44, 40), rng)
