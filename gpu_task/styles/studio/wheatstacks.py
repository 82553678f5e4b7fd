"""Two wheatstacks on a field in the last light, in dabs of broken colour."""

from dataclasses import dataclass

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Random, smoothstep, turbulence
from gpu_task.styles.studio.palette import Colour, Colours, mix, ramp
from gpu_task.styles.studio.sketch import Mask, Sketch

SIZE = 1000, 640
GROUND = (206, 178, 160)
SKY = (
    (250, 214, 146),
    (248, 202, 152),
    (240, 190, 172),
    (214, 184, 196),
    (178, 180, 208),
    (160, 178, 206),
)
HILLS = ((96, 110, 160), (128, 132, 176), (150, 150, 184), (196, 168, 180))
TREES = ((54, 82, 88), (74, 104, 92), (104, 124, 96), (150, 132, 122))
FIELD = (
    (158, 132, 132),
    (186, 150, 106),
    (224, 178, 106),
    (242, 208, 138),
    (232, 176, 132),
    (176, 176, 110),
)
SHADOW = ((74, 74, 122), (98, 92, 140), (120, 108, 132), (104, 116, 108))
LIT = ((226, 132, 70), (238, 166, 88), (246, 202, 122), (224, 148, 108))
DARK = ((86, 52, 66), (118, 64, 62), (146, 82, 66), (112, 82, 110))
AIRY: tuple[Colour, ...] = ((250, 222, 170), (196, 176, 212), (160, 190, 214), (246, 186, 160))
SUNNY: tuple[Colour, ...] = (
    (252, 226, 140),
    (240, 160, 90),
    (222, 126, 110),
    (170, 178, 100),
    (244, 190, 170),
    (186, 160, 186),
)
DUSKY: tuple[Colour, ...] = (
    (70, 84, 156),
    (128, 86, 150),
    (64, 112, 120),
    (190, 96, 82),
    (96, 128, 84),
)
HORIZON = 268


@dataclass(frozen=True)
class Stack:
    """A round stack under a pointed thatch."""

    x: float
    foot: float
    half: float
    tall: float


STACKS = (Stack(640, 470, 150, 250), Stack(262, 372, 66, 112))
HOUSES = (88, 420, 470, 860)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the field."""
    sketch = _sky(rng)
    _distance(sketch, rng)
    dusk = _field(sketch, rng)
    for stack in STACKS:
        dusk = np.maximum(dusk, _stack(sketch, stack, rng))
    sky = (sketch.ys < HORIZON - 60).astype(np.float32)
    light = np.clip(1 - dusk - sky, 0, 1)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.75, 8.0)
    under = Brush(17, 34, 8, light=12, tint=7, streak=10, body=110, dry=0.1, loose=0.1)
    lay(canvas, sketch, under, rng, 1.8 * effort)
    for where, accents, share in ((sky, AIRY, 0.34), (light, SUNNY, 0.3), (dusk, DUSKY, 0.34)):
        dabs = Brush(10, 20, 6, 15, 8, 12, 160, wander=0.25, accents=accents, accent_share=share)
        lay(canvas, sketch, dabs, rng, 1.9 * effort, where)
    near = smoothstep(200, 420, sketch.ys)
    for where, accents, coverage in ((light * near, SUNNY, 1.2), (dusk, DUSKY, 1.3)):
        fine = Brush(5.5, 13, 4, 17, 10, 12, 185, wander=0.35, accents=accents, accent_share=0.35)
        lay(canvas, sketch, fine, rng, coverage * effort, where)
    return canvas


def _sky(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    sun = np.exp(-(((xs - 180) / 420) ** 2) - (((ys - HORIZON) / 200) ** 2))
    tone = 0.98 - 0.6 * ys / HORIZON + 0.12 * turbulence(*SIZE, 160, rng) - 0.25 * sun
    sketch.colour = ramp(SKY, tone)
    sketch.angle = 0.5 * turbulence(*SIZE, 150, rng, 2)
    return sketch


def _distance(sketch: Sketch, rng: Random) -> None:
    """Hills, trees and farms along the horizon."""
    xs, ys = sketch.xs, sketch.ys
    warm = 0.3 * np.exp(-(((xs - 180) / 420) ** 2))
    ridge = HORIZON - 56 + 20 * np.sin(xs / 170 + 2) + 8 * np.sin(xs / 60)
    sketch.put(ys > ridge, ramp(HILLS, 0.4 + 0.2 * turbulence(*SIZE, 70, rng) + warm), 0.1)
    crowns = HORIZON - 20 - 11 * np.abs(np.sin(xs / 27)) - 8 * turbulence(*SIZE, 40, rng, 2)
    leaves = ramp(TREES, 0.4 + 0.2 * turbulence(*SIZE, 36, rng) + warm)
    sketch.put(ys > crowns, leaves, np.pi / 2)
    y = HORIZON - 14
    for x in HOUSES:
        wall = sketch.polygon([(x, y), (x + 34, y), (x + 34, y + 14), (x, y + 14)])
        sketch.put(wall, (236, 210, 188), 0.0)
        roof = sketch.polygon([(x - 4, y), (x + 6, y - 13), (x + 28, y - 13), (x + 39, y)])
        sketch.put(roof, (176, 104, 100), 0.0)


def _field(sketch: Sketch, rng: Random) -> Field:
    """The stubble, and the stacks' long shadows on it; returns where it is dusk."""
    xs, ys = sketch.xs, sketch.ys
    away = np.maximum(ys - HORIZON, 0)
    rows = 0.15 * np.sin(3.1 * away**0.55 + 0.9 * turbulence(*SIZE, 300, rng, 2))
    tone = 0.62 - 0.2 * smoothstep(HORIZON, SIZE[1], ys) + rows + 0.15 * turbulence(*SIZE, 130, rng)
    lie = 0.25 * turbulence(*SIZE, 90, rng, 2) - 0.06
    sketch.put(ys > HORIZON + 5 * np.sin(xs / 90), ramp(FIELD, tone), lie)
    dusk: Field = np.zeros_like(xs)
    for stack in STACKS:
        shadow = _shadow(sketch, stack)
        tone = 0.45 + 0.25 * turbulence(*SIZE, 60, rng)
        sketch.put(shadow, ramp(SHADOW, tone), 0.16, edge=False)
        dusk[shadow] = 0.9
    return dusk


def _shadow(sketch: Sketch, stack: Stack) -> Mask:
    x, foot, half, reach = stack.x, stack.foot, stack.half, stack.tall * 1.35
    return sketch.polygon(
        [
            (x - half * 0.9, foot - 4),
            (x + half, foot - half * 0.1),
            (x + half + reach, foot + reach * 0.16),
            (x + half * 0.6 + reach, foot + reach * 0.3),
            (x - half * 0.5, foot + half * 0.26),
        ]
    )


def _stack(sketch: Sketch, stack: Stack, rng: Random) -> Field:
    """One stack, lit from the left; returns how much of it lies in shade."""
    xs, ys = sketch.xs, sketch.ys
    x, half, foot = stack.x, stack.half, stack.foot
    eave, top = foot - stack.tall * 0.48, foot - stack.tall
    low, high = half * 0.86, half * 1.02
    base = ((xs - x) / low) ** 2 + ((ys - foot) / (half * 0.16)) ** 2 < 1
    wall = [(x - low, foot), (x - high, eave), (x + high, eave), (x + low, foot)]
    body = sketch.polygon(wall) | base
    slope = half * 1.16 * np.clip((ys - top) / (eave - top), 0, 1) ** 0.8
    brim = eave + half * 0.10 * np.cos((xs - x) / half)
    roof = (np.abs(xs - x) < slope) & (ys > top) & (ys < brim)
    shade = smoothstep(-0.75, 0.15, (xs - x) / half + 0.12 * turbulence(*SIZE, 40, rng))
    sketch.put(body, 0.92 * _straw(shade, rng), np.pi / 2)
    sketch.put(roof, 1.06 * _straw(shade, rng), np.arctan2(eave - top, (xs - x) * 1.5))
    rim = (np.abs(ys - eave - half * 0.07) < 5) & (np.abs(xs - x) < half)
    sketch.put(rim, (84, 50, 76), 0.0, edge=False)
    shaded: Field = shade * (body | roof)
    return shaded


def _straw(shade: Field, rng: Random) -> Colours:
    tone = 0.5 + 0.3 * turbulence(*SIZE, 44, rng)
    return mix(ramp(LIT, tone), ramp(DARK, tone), shade)
