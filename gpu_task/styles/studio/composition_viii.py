"""Circles, triangles, grids and ruled lines on cream, under one great haloed circle."""

from dataclasses import dataclass

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Random, smoothstep, turbulence
from gpu_task.styles.studio.lines import arc, draw, hatch, ring, smooth
from gpu_task.styles.studio.palette import Colour, mix, ramp
from gpu_task.styles.studio.sketch import Point, Sketch

SIZE = 1000, 710
CREAM = (236, 228, 206)
INK = (22, 20, 26)
PAPER = ((222, 210, 182), (236, 228, 206), (242, 237, 222), (226, 226, 220), (206, 216, 222))
BLUE, PALE_BLUE, VIOLET = (38, 78, 158), (148, 188, 210), (92, 58, 122)
YELLOW, ORANGE, RED, PINK = (238, 194, 48), (226, 122, 48), (196, 44, 42), (222, 142, 152)
GREEN, TEAL, BROWN = (88, 128, 84), (64, 134, 138), (134, 84, 52)
PIGMENTS = (BLUE, PALE_BLUE, VIOLET, YELLOW, ORANGE, RED, PINK, GREEN, TEAL, BROWN)

SUN = 168.0, 158.0


@dataclass(frozen=True)
class Disc:
    """A circle in one colour with a halo in another."""

    x: float
    y: float
    radius: float
    colour: Colour
    halo: Colour


@dataclass(frozen=True)
class Form:
    """A transparent straight-edged form; the colour is strongest at the second corner."""

    corners: tuple[Point, ...]
    colour: Colour
    share: float


@dataclass(frozen=True)
class Bow:
    """Part of a circle, drawn with a brush of a width."""

    x: float
    y: float
    radius: float
    start: float
    end: float
    width: float


CLOUDS = (
    (700, 420, 190, PALE_BLUE),
    (420, 210, 150, YELLOW),
    (250, 480, 170, PINK),
    (880, 240, 150, PALE_BLUE),
)
FORMS = (
    Form(((420, 640), (560, 190), (668, 640)), PALE_BLUE, 0.66),
    Form(((520, 560), (690, 250), (770, 560)), YELLOW, 0.5),
    Form(((80, 560), (190, 330), (270, 600)), PINK, 0.6),
    Form(((800, 470), (870, 220), (960, 500)), VIOLET, 0.42),
    Form(((250, 250), (330, 60), (380, 270)), ORANGE, 0.5),
    Form(((610, 690), (700, 590), (760, 700)), GREEN, 0.6),
    Form(((440, 30), (520, 20), (560, 150), (470, 130)), TEAL, 0.4),
    Form(((840, 560), (985, 520), (990, 610), (850, 640)), ORANGE, 0.45),
    Form(((20, 360), (84, 340), (100, 420), (30, 430)), BLUE, 0.35),
    Form(((300, 640), (400, 520), (470, 690)), TEAL, 0.32),
)
DISCS = (
    Disc(640, 180, 34, YELLOW, BLUE),
    Disc(560, 96, 22, TEAL, RED),
    Disc(300, 420, 42, PALE_BLUE, ORANGE),
    Disc(436, 300, 18, RED, YELLOW),
    Disc(820, 150, 26, PINK, VIOLET),
    Disc(900, 330, 32, BLUE, YELLOW),
    Disc(760, 560, 46, YELLOW, PALE_BLUE),
    Disc(110, 440, 26, GREEN, PINK),
    Disc(230, 610, 20, ORANGE, TEAL),
    Disc(505, 606, 27, VIOLET, PINK),
    Disc(900, 660, 16, RED, ORANGE),
    Disc(380, 140, 13, ORANGE, BLUE),
    Disc(700, 320, 12, GREEN, RED),
    Disc(60, 300, 12, RED, PALE_BLUE),
    Disc(930, 60, 17, INK, YELLOW),
    Disc(600, 500, 15, RED, YELLOW),
)
GRIDS = (
    (560, 330, 0.34, 5, 20),
    (846, 420, -0.3, 4, 16),
    (330, 520, 0.1, 3, 18),
    (60, 640, -0.2, 4, 13),
)
"""x, y, turn, squares a side, size of one."""
RULES = (
    (40, 690, 600, 60, 4.0),
    (330, 700, 980, 300, 5.0),
    (470, 40, 960, 690, 2.8),
    (20, 390, 520, 480, 3.0),
    (620, 30, 560, 700, 2.4),
    (700, 60, 990, 120, 3.2),
    (180, 280, 480, 690, 2.6),
    (770, 60, 690, 480, 2.4),
    (800, 690, 990, 560, 3.0),
)
BOWS = (
    Bow(480, 470, 120, 3.3, 5.6, 7),
    Bow(480, 470, 136, 3.5, 5.3, 3),
    Bow(840, 520, 96, 2.2, 4.6, 5),
    Bow(300, 300, 78, 5.2, 7.6, 5),
    Bow(640, 640, 66, 3.1, 6.3, 4.5),
    Bow(930, 190, 60, 1.4, 4.0, 3),
    Bow(120, 620, 84, 4.0, 6.4, 4),
    Bow(720, 220, 150, 5.4, 6.7, 3),
)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the composition."""
    sketch = _paper(rng)
    _sun(sketch)
    for form in FORMS:
        _form(sketch, form)
    for disc in DISCS:
        _disc(sketch, disc)
    for x, y, turn, count, side in GRIDS:
        _grid(sketch, x, y, turn, count, side, rng)
    canvas = Canvas(*SIZE, CREAM, scale)
    canvas.wash(sketch.colour, 0.95, 1.0)
    broad = Brush(22, 60, 11, light=3.5, tint=2, streak=4, body=60, dry=0.05)
    lay(canvas, sketch, broad, rng, 1.6 * effort)
    middle = Brush(12, 34, 8, light=4, tint=2.5, streak=5, body=80, dry=0.05)
    lay(canvas, sketch, middle, rng, 1.4 * effort)
    things = (sketch.region > 0).astype(np.float32)
    narrow = Brush(6, 20, 5, light=6, tint=4, streak=6, body=130, loose=0)
    lay(canvas, sketch, narrow, rng, 3.0 * effort, things)
    _outlines(canvas, rng)
    _signs(canvas, rng)
    return canvas


def _paper(rng: Random) -> Sketch:
    sketch = Sketch(*SIZE)
    tone = 0.42 + 0.13 * turbulence(*SIZE, 300, rng) + 0.05 * turbulence(*SIZE, 40, rng)
    sketch.colour = ramp(PAPER, tone)
    sketch.angle = 0.6 + 0.9 * turbulence(*SIZE, 260, rng, 2)
    for x, y, radius, colour in CLOUDS:
        away = np.hypot(sketch.xs - x, sketch.ys - y) / radius
        cloud = smoothstep(1.0, 0.1, away + 0.16 * turbulence(*SIZE, 120, rng, 2))
        sketch.glaze(colour, 0.42 * cloud)
    return sketch


def _sun(sketch: Sketch) -> None:
    """The great circle: a dark disc in a halo that goes from yellow to red."""
    x, y = SUN
    away = np.hypot(sketch.xs - x, sketch.ys - y)
    around = np.arctan2(sketch.ys - y, sketch.xs - x) + np.pi / 2
    halo = ramp((RED, PINK, YELLOW, YELLOW), smoothstep(172, 96, away))
    glow = 0.8 * smoothstep(170, 100, away)
    sketch.put(away < 170, mix(sketch.colour, halo, glow), around)
    sketch.put(away < 96, INK, around)
    depth = ramp(((34, 30, 44), (66, 40, 92), (94, 56, 118)), smoothstep(82, 20, away))
    sketch.put(away < 82, depth, around)
    sketch.put(sketch.disc(x - 8, y + 6, 38), VIOLET, around)
    sketch.put(sketch.disc(x - 8, y + 6, 20), (206, 84, 96), around)


def _form(sketch: Sketch, form: Form) -> None:
    (x0, y0), (x1, y1) = form.corners[:2]
    fade = form.share * smoothstep(520, 30, np.hypot(sketch.xs - x1, sketch.ys - y1))
    tinted = mix(sketch.colour, form.colour, fade)
    sketch.put(sketch.polygon(form.corners), tinted, np.arctan2(y1 - y0, x1 - x0))


def _disc(sketch: Sketch, disc: Disc) -> None:
    for reach in (1.75, 1.0):
        where = sketch.disc(disc.x, disc.y, disc.radius * reach)
        xs, ys = sketch.points(where)
        away = np.hypot(xs - disc.x, ys - disc.y) / disc.radius
        around = np.arctan2(ys - disc.y, xs - disc.x) + np.pi / 2
        if reach > 1:
            glow = 0.85 * smoothstep(1.75, 0.9, away)
            sketch.tint(where, (disc.halo, disc.halo), away, glow, around)
        else:
            depth = 0.2 + smoothstep(0, 1, away)
            sketch.tint(where, (CREAM, disc.colour, disc.colour), depth, 1.0, around)


def _grid(
    sketch: Sketch, x: float, y: float, turn: float, count: int, side: float, rng: Random
) -> None:
    along = np.asarray((np.cos(turn), np.sin(turn))) * side
    down = np.asarray((0.12 - 0.4 * np.sin(turn), np.cos(turn))) * side
    for row in range(count):
        for column in range(count):
            corner = np.asarray((x, y)) + along * column + down * row
            colour: Colour = PIGMENTS[rng.integers(len(PIGMENTS))]
            if (row + column) % 2:
                colour = CREAM if rng.random() < 0.5 else INK
            square = np.asarray([corner, corner + along, corner + along + down, corner + down])
            sketch.put(sketch.area(square), colour, turn)


def _outlines(canvas: Canvas, rng: Random) -> None:
    ring(canvas, *SUN, 97, 7, INK, rng)
    for disc in DISCS:
        ring(canvas, disc.x, disc.y, disc.radius, 2.8, INK, rng)
    for form in FORMS:
        closed = zip(form.corners, (*form.corners[1:], form.corners[0]), strict=True)
        for start, end in closed:
            draw(canvas, [start, end], 2.4 if form.share < 0.5 else 3.4, INK, rng)


def _signs(canvas: Canvas, rng: Random) -> None:
    """Rules, bows, scallops, waves and combs."""
    for x0, y0, x1, y1, width in RULES:
        draw(canvas, [(x0, y0), (x1, y1)], width, INK, rng)
    for bow in BOWS:
        draw(canvas, arc(bow.x, bow.y, bow.radius, bow.start, bow.end), bow.width, INK, rng)
    for x, y, step, count in ((700, 236, 26, 5), (60, 520, 22, 4), (390, 60, 18, 6)):
        for i in range(count):
            draw(canvas, arc(x + i * step, y, step / 2, np.pi, 2 * np.pi), 3.4, INK, rng)
    wave = [(560.0 + 24 * i, 664.0 + (10 if i % 2 else -10)) for i in range(12)]
    draw(canvas, smooth(wave), 4.5, INK, rng)
    draw(canvas, [(790.0 + 15 * i, 610.0 + 22 * (i % 2)) for i in range(9)], 3, INK, rng)
    hatch(canvas, (316, 356), (388, 380), (36, -56), 7, 2.4, INK, rng)
    hatch(canvas, (850, 66), (904, 84), (-14, 44), 7, 2.4, INK, rng)
    hatch(canvas, (456, 44), (520, 34), (22, 84), 5, 2.4, INK, rng)
