"""Two wheatstacks on a field in the last light, in dabs of broken colour."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Field, Random, smoothstep, turbulence
from gpu_task.styles.studio.palette import Colour, Colours, ramp
from gpu_task.styles.studio.sketch import Mask, Sketch

SIZE = 1000, 640
GROUND = (206, 178, 160)
SKY = (
    (246, 214, 150),
    (248, 202, 152),
    (240, 190, 172),
    (214, 184, 196),
    (178, 180, 208),
    (160, 178, 206),
)
HILLS = ((96, 110, 160), (128, 132, 176), (150, 150, 184), (186, 166, 180))
TREES = ((54, 82, 88), (74, 104, 92), (104, 124, 96), (140, 128, 122))
FIELD = (
    (150, 122, 92),
    (196, 156, 98),
    (226, 186, 112),
    (238, 206, 140),
    (224, 168, 128),
    (186, 176, 112),
)
SHADOW = ((74, 74, 122), (98, 92, 140), (120, 108, 132), (104, 116, 108))
LIT = ((226, 132, 70), (238, 166, 88), (246, 202, 122), (224, 148, 108))
DARK = ((86, 52, 66), (118, 64, 62), (146, 82, 66), (112, 82, 110))
SUNNY: tuple[Colour, ...] = (
    (252, 226, 140),
    (240, 160, 90),
    (222, 126, 110),
    (170, 178, 100),
    (244, 190, 170),
)
DUSKY: tuple[Colour, ...] = (
    (70, 84, 156),
    (128, 86, 150),
    (64, 112, 120),
    (190, 96, 82),
    (96, 128, 84),
)
HORIZON = 268
STACKS = ((640, 470, 150, 250), (262, 372, 66, 112))
"""Middle, foot, half width and height."""


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the field."""
    sketch = _land(rng)
    dusk = _shadows(sketch, rng)
    for stack in STACKS:
        dusk = np.maximum(dusk, _stack(sketch, *stack, rng))
    light = np.clip(1 - dusk, 0, 1)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.75, 8)
    lay(canvas, sketch, Brush(17, 34, 8, 12, 7, 10, 110, dry=0.1, loose=0.10), rng, 1.8 * effort)
    sunny = Brush(
        10,
        20,
        6,
        16,
        9,
        12,
        165,
        dry=0.1,
        loose=0.05,
        wander=0.25,
        accents=SUNNY,
        accent_share=0.30,
    )
    dusky = Brush(
        10,
        20,
        6,
        15,
        9,
        12,
        150,
        dry=0.1,
        loose=0.03,
        wander=0.25,
        accents=DUSKY,
        accent_share=0.34,
    )
    lay(canvas, sketch, sunny, rng, 1.9 * effort, light)
    lay(canvas, sketch, dusky, rng, 1.9 * effort, dusk)
    fine = Brush(5.5, 13, 4, 18, 10, 12, 190, wander=0.35, accents=SUNNY, accent_share=0.35)
    lay(canvas, sketch, fine, rng, 1.2 * effort, light * smoothstep(200, 420, sketch.ys))
    lay(
        canvas,
        sketch,
        Brush(5.5, 14, 4, 16, 10, 12, 180, wander=0.3, accents=DUSKY, accent_share=0.35),
        rng,
        1.3 * effort,
        dusk,
    )
    return canvas


def _land(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    xs, ys = sketch.xs, sketch.ys
    sun = np.exp(-(((xs - 180) / 420) ** 2) - (((ys - HORIZON) / 200) ** 2))
    tone = 0.78 - 0.6 * ys / HORIZON + 0.12 * turbulence(*SIZE, 160, rng) - 0.25 * sun + 0.2
    sketch.colour = ramp(SKY, tone.astype(np.float32))
    sketch.angle = (0.5 * turbulence(*SIZE, 150, rng, 2)).astype(np.float32)
    ridge = HORIZON - 56 + 20 * np.sin(xs / 170 + 2) + 8 * np.sin(xs / 60)
    sketch.put(ys > ridge, ramp(HILLS, 0.4 + 0.2 * turbulence(*SIZE, 70, rng) + 0.3 * sun), 0.1)
    trees = HORIZON - 20 - 11 * np.abs(np.sin(xs / 27)) - 8 * turbulence(*SIZE, 40, rng, 2)
    sketch.put(
        ys > trees, ramp(TREES, 0.4 + 0.2 * turbulence(*SIZE, 36, rng) + 0.3 * sun), np.pi / 2
    )
    for x in (88, 420, 470, 860):
        _house(sketch, x, HORIZON - 14)
    far = smoothstep(HORIZON, SIZE[1], ys)
    rows = 0.10 * np.sin(np.maximum(ys - HORIZON, 0) ** 0.8 * 0.9 + 0.02 * xs)
    field = 0.66 - 0.22 * far + rows + 0.16 * turbulence(*SIZE, 130, rng)
    sketch.put(
        ys > HORIZON + 5 * np.sin(xs / 90),
        ramp(FIELD, field.astype(np.float32)),
        -0.06 + 0.25 * turbulence(*SIZE, 90, rng, 2),
    )
    return sketch


def _house(sketch: Sketch, x: float, y: float) -> None:
    sketch.put(
        sketch.polygon([(x, y), (x + 34, y), (x + 34, y + 14), (x, y + 14)]), (232, 206, 186), 0.0
    )
    sketch.put(
        sketch.polygon([(x - 4, y), (x + 6, y - 13), (x + 28, y - 13), (x + 39, y)]),
        (176, 104, 100),
        0.0,
    )


def _shadows(sketch: Sketch, rng: Random) -> Field:
    dusk = np.zeros_like(sketch.xs)
    for x, foot, half, tall in STACKS:
        reach = tall * 1.35
        corners = [
            (x - half * 0.9, foot - 4),
            (x + half, foot - half * 0.1),
            (x + half + reach, foot + reach * 0.16),
            (x + half * 0.6 + reach, foot + reach * 0.30),
            (x - half * 0.5, foot + half * 0.26),
        ]
        inside = sketch.polygon(corners)
        tone = 0.45 + 0.25 * turbulence(*SIZE, 60, rng)
        sketch.put(inside, ramp(SHADOW, tone), 0.16, edge=False)
        dusk[inside] = 0.9
    return dusk


def _stack(sketch: Sketch, x: float, foot: float, half: float, tall: float, rng: Random) -> Field:
    """A round stack under a pointed thatch; returns how much of it lies in shade."""
    xs, ys = sketch.xs, sketch.ys
    eave, top = foot - tall * 0.48, foot - tall
    body = _between(sketch, foot, eave, half * 0.86, half * 1.02, x) | _ellipse(
        sketch, x, foot, half * 0.86, half * 0.16
    )
    rise = np.clip((ys - top) / (eave - top), 0, 1)
    roof = (
        (np.abs(xs - x) < half * 1.16 * rise**0.8)
        & (ys > top)
        & (ys < eave + half * 0.10 * np.cos((xs - x) / half))
    )
    side = (xs - x) / half + 0.12 * turbulence(*SIZE, 40, rng)
    shade = smoothstep(-0.75, 0.15, side)
    sketch.put(body, _straw(shade, 0.92, rng), np.pi / 2)
    lean = np.arctan2(np.full_like(xs, eave - top), (xs - x) * 1.5)
    sketch.put(roof, _straw(shade, 1.06, rng), lean.astype(np.float32))
    rim = (np.abs(ys - eave - half * 0.07) < 5) & (np.abs(xs - x) < half)
    sketch.put(rim, (84, 50, 76), 0.0, edge=False)
    return (shade * (body | roof)).astype(np.float32)


def _straw(shade: Field, light: float, rng: Random) -> Colours:
    tone = 0.5 + 0.3 * turbulence(*SIZE, 44, rng)
    lit, dark = ramp(LIT, tone), ramp(DARK, tone)
    straw: Colours = ((lit * (1 - shade[..., None]) + dark * shade[..., None]) * light).astype(
        np.float32
    )
    return straw


def _between(sketch: Sketch, foot: float, eave: float, low: float, high: float, x: float) -> Mask:
    return sketch.polygon([(x - low, foot), (x - high, eave), (x + high, eave), (x + low, foot)])


def _ellipse(sketch: Sketch, x: float, y: float, across: float, down: float) -> Mask:
    inside: Mask = ((sketch.xs - x) / across) ** 2 + ((sketch.ys - y) / down) ** 2 < 1
    return inside
