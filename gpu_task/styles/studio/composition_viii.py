"""Circles, triangles, grids and ruled lines on cream, under one great haloed circle."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Random, smoothstep, turbulence
from gpu_task.styles.studio.lines import arc, draw, ring, smooth
from gpu_task.styles.studio.palette import Colour, mix, ramp
from gpu_task.styles.studio.sketch import Sketch

SIZE = 1000, 710
CREAM = (236, 228, 206)
INK = (22, 20, 26)
PAPER = ((222, 210, 182), (236, 228, 206), (242, 237, 222), (226, 226, 220), (206, 216, 222))
BLUE, PALE_BLUE, VIOLET = (38, 78, 158), (148, 188, 210), (92, 58, 122)
YELLOW, ORANGE, RED, PINK = (238, 194, 48), (226, 122, 48), (196, 44, 42), (222, 142, 152)
GREEN, TEAL, BROWN = (88, 128, 84), (64, 134, 138), (134, 84, 52)
PIGMENTS = (BLUE, PALE_BLUE, VIOLET, YELLOW, ORANGE, RED, PINK, GREEN, TEAL, BROWN)
DISCS = (
    (640, 180, 34, YELLOW, BLUE), (560, 96, 22, TEAL, RED), (300, 420, 40, PALE_BLUE, ORANGE),
    (436, 300, 18, RED, YELLOW), (820, 150, 24, PINK, VIOLET), (900, 330, 30, BLUE, YELLOW),
    (760, 560, 44, YELLOW, PALE_BLUE), (110, 440, 26, GREEN, PINK), (230, 610, 20, ORANGE, TEAL),
    (505, 606, 26, VIOLET, PINK), (900, 610, 15, RED, ORANGE), (380, 140, 13, ORANGE, BLUE),
    (700, 320, 12, GREEN, RED), (60, 300, 12, RED, PALE_BLUE),
)  # fmt: skip
TRIANGLES = (
    (((420, 640), (560, 190), (668, 640)), PALE_BLUE, 0.62),
    (((520, 560), (690, 250), (770, 560)), YELLOW, 0.45),
    (((80, 560), (190, 330), (270, 600)), PINK, 0.55),
    (((800, 470), (870, 220), (960, 500)), VIOLET, 0.35),
    (((250, 250), (330, 60), (380, 270)), ORANGE, 0.42),
    (((610, 690), (700, 590), (760, 700)), GREEN, 0.55),
)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the composition."""
    sketch = _paper(rng)
    _great_circle(sketch)
    _triangles(sketch)
    _discs(sketch)
    _checks(sketch, 560, 330, 0.34, 5, 20, rng)
    _checks(sketch, 846, 420, -0.3, 4, 16, rng)
    _checks(sketch, 330, 520, 0.1, 3, 18, rng)
    canvas = Canvas(*SIZE, CREAM, scale)
    canvas.wash(sketch.colour, 0.95, 1.0)
    lay(canvas, sketch, Brush(22, 60, 11, 3.5, 2, 4, 60, dry=0.05), rng, 1.6 * effort)
    lay(canvas, sketch, Brush(12, 34, 8, 4, 2.5, 5, 80, dry=0.05), rng, 1.4 * effort)
    things = (sketch.region > 0).astype(np.float32)
    lay(canvas, sketch, Brush(6, 20, 5, 6, 4, 6, 130, loose=0), rng, 3.0 * effort, things)
    _drawing(canvas, rng)
    return canvas


def _paper(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    tone = 0.42 + 0.13 * turbulence(*SIZE, 300, rng) + 0.05 * turbulence(*SIZE, 40, rng)
    sketch.colour = ramp(PAPER, tone.astype(np.float32))
    sketch.angle = (0.6 + 0.9 * turbulence(*SIZE, 260, rng, 2)).astype(np.float32)
    for x, y, radius, colour in (
        (700, 420, 190, PALE_BLUE),
        (420, 210, 150, YELLOW),
        (250, 480, 170, PINK),
        (880, 240, 150, PALE_BLUE),
    ):
        cloud = np.hypot(sketch.xs - x, sketch.ys - y) / radius + 0.16 * turbulence(
            *SIZE, 120, rng, 2
        )
        sketch.glaze(colour, 0.42 * smoothstep(1.0, 0.1, cloud.astype(np.float32)))
    return sketch


def _great_circle(sketch: Sketch) -> None:
    x, y = 168, 158
    distance = np.hypot(sketch.xs - x, sketch.ys - y)
    around = np.arctan2(sketch.ys - y, sketch.xs - x) + np.pi / 2
    halo = smoothstep(168, 92, distance)
    warm = mix(
        np.broadcast_to(np.asarray(PINK, np.float32), sketch.colour.shape),
        YELLOW,
        smoothstep(150, 100, distance),
    )
    sketch.put(distance < 168, mix(sketch.colour, RED, 0.16 * halo), around.astype(np.float32))
    sketch.colour = mix(sketch.colour, warm.astype(np.float32), 0.75 * halo * (distance < 168))
    sketch.put(distance < 96, INK, around.astype(np.float32))
    sketch.put(
        distance < 82,
        ramp(((34, 30, 44), (66, 40, 92), (94, 56, 118)), smoothstep(82, 20, distance)),
        around.astype(np.float32),
    )
    sketch.put(sketch.disc(x - 8, y + 6, 38), VIOLET, around.astype(np.float32))
    sketch.put(sketch.disc(x - 8, y + 6, 20), (206, 84, 96), around.astype(np.float32))


def _triangles(sketch: Sketch) -> None:
    for corners, colour, share in TRIANGLES:
        inside = sketch.polygon(corners)
        tip = np.hypot(sketch.xs - corners[1][0], sketch.ys - corners[1][1])
        fade = share * smoothstep(520, 30, tip)
        slope = np.arctan2(corners[1][1] - corners[0][1], corners[1][0] - corners[0][0])
        sketch.put(inside, mix(sketch.colour, colour, fade), float(slope))


def _discs(sketch: Sketch) -> None:
    for x, y, radius, colour, halo in DISCS:
        distance = np.hypot(sketch.xs - x, sketch.ys - y)
        around = (np.arctan2(sketch.ys - y, sketch.xs - x) + np.pi / 2).astype(np.float32)
        glow = 0.85 * smoothstep(radius * 1.75, radius * 0.9, distance)
        sketch.put(distance < radius * 1.75, mix(sketch.colour, halo, glow), around)
        sketch.put(
            distance < radius,
            mix(
                np.broadcast_to(np.asarray(colour, np.float32), sketch.colour.shape),
                CREAM,
                0.35 * smoothstep(radius, 0, distance),
            ),
            around,
        )


def _checks(
    sketch: Sketch, x: float, y: float, turn: float, count: int, side: float, rng: Random
) -> None:
    along = np.asarray((np.cos(turn), np.sin(turn))) * side
    down = np.asarray((-np.sin(turn) * 0.4 + 0.12, np.cos(turn))) * side
    for row in range(count):
        for column in range(count):
            corner = np.asarray((x, y)) + along * column + down * row
            square = [corner, corner + along, corner + along + down, corner + down]
            colour: Colour = PIGMENTS[rng.integers(len(PIGMENTS))]
            if (row + column) % 2:
                colour = CREAM if rng.random() < 0.5 else INK
            sketch.put(sketch.polygon([(a, b) for a, b in square]), colour, float(turn))


def _drawing(canvas: Canvas, rng: Random) -> None:
    ring(canvas, 168, 158, 97, 7, INK, rng)
    for x, y, radius, _, _ in DISCS:
        ring(canvas, x, y, radius, 2.6, INK, rng)
    for corners, _, share in TRIANGLES:
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            draw(canvas, [start, end], 2.2 if share < 0.5 else 3.4, INK, rng)
    for start, end, width in (
        ((40, 690), (600, 60), 3.5), ((330, 700), (980, 300), 4.5), ((470, 40), (960, 690), 2.5), ((20, 390), (520, 480), 3.0),
        ((620, 30), (560, 700), 2.2), ((700, 60), (990, 120), 3.0), ((180, 280), (480, 690), 2.2), ((770, 60), (690, 480), 2.0),
    ):  # fmt: skip
        draw(canvas, [start, end], width, INK, rng)
    for x, y, radius, start, end, width in (
        (480, 470, 120, 3.3, 5.6, 6), (480, 470, 134, 3.5, 5.3, 3), (840, 520, 96, 2.2, 4.6, 5), (300, 300, 78, 5.2, 7.6, 4.5),
        (640, 640, 66, 3.1, 6.3, 4), (930, 190, 60, 1.4, 4.0, 3), (120, 620, 84, 4.0, 6.4, 4),
    ):  # fmt: skip
        draw(canvas, arc(x, y, radius, start, end), width, INK, rng)
    for x, y, step, count in ((700, 236, 26, 5), (60, 520, 22, 4), (390, 60, 18, 6)):
        for i in range(count):
            draw(canvas, arc(x + i * step, y, step / 2, np.pi, 2 * np.pi), 3.2, INK, rng)
    wave = [(560 + 24 * i, 664 + (10 if i % 2 else -10)) for i in range(12)]
    draw(canvas, smooth(wave), 4, INK, rng)
    zigzag = [(790 + 15 * i, 620 + (22 if i % 2 else 0)) for i in range(9)]
    draw(canvas, zigzag, 3, INK, rng)
    for i in range(7):
        draw(canvas, [(316 + 12 * i, 356 + 4 * i), (352 + 12 * i, 300 + 4 * i)], 2, INK, rng)
        draw(canvas, [(880 + 9 * i, 60 + 3 * i), (866 + 9 * i, 104 + 3 * i)], 2, INK, rng)
