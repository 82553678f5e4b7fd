"""A cubist scene in greys: angular planes, broken figures, a table, a lamp, a bird."""

import numpy as np

from gpu_task.styles.studio.brushes import Brush, lay
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Random, smoothstep, turbulence
from gpu_task.styles.studio.lines import arc, draw, hatch, smooth
from gpu_task.styles.studio.palette import Colour, mix, ramp
from gpu_task.styles.studio.sketch import Point, Sketch

SIZE = 1100, 620
GROUND = (120, 120, 122)
INK = (16, 16, 20)
GREYS = (
    (18, 18, 24),
    (48, 50, 58),
    (84, 86, 94),
    (124, 126, 130),
    (168, 168, 168),
    (206, 206, 202),
    (238, 236, 228),
)


def paint(rng: Random, scale: float = 1.0, effort: float = 1.0) -> Canvas:
    """Paint the scene."""
    sketch = Sketch(*SIZE)
    sketch.colour = ramp(GREYS, (0.35 + 0.12 * turbulence(*SIZE, 200, rng)).astype(np.float32))
    _planes(sketch, [(0.0, 0.0), (1100.0, 0.0), (1100.0, 620.0), (0.0, 620.0)], 6, rng)
    _beams(sketch)
    for plane, tone, angle in _figures():
        _plane(sketch, plane, tone, angle, rng)
    canvas = Canvas(*SIZE, GROUND, scale)
    canvas.wash(sketch.colour, 0.95, 1.5)
    lay(canvas, sketch, Brush(20, 64, 10, 5, 1, 5, 70, dry=0.08), rng, 1.7 * effort)
    lay(canvas, sketch, Brush(11, 40, 7, 6, 1.2, 6, 90, dry=0.1), rng, 1.5 * effort)
    lay(canvas, sketch, Brush(6, 26, 5, 7, 1.2, 6, 110, loose=0), rng, 1.3 * effort)
    _drawing(canvas, rng)
    return canvas


def _planes(sketch: Sketch, corners: list[Point], depth: int, rng: Random) -> None:
    """Cut the ground into angular planes, again and again, each with a tone of its own."""
    if depth == 0 or (depth < 3 and rng.random() < 0.25):
        _plane(
            sketch,
            corners,
            float(rng.choice([0.04, 0.14, 0.28, 0.42, 0.55])),
            rng.uniform(0, np.pi),
            rng,
        )
        return
    lengths = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in _sides(corners)]
    longest = int(np.argmax(lengths))
    opposite = (
        longest + rng.integers(max(1, len(corners) // 2), len(corners) - len(corners) // 2 + 1)
    ) % len(corners)
    if opposite == longest:
        opposite = (longest + 1) % len(corners)
    low, high = sorted((longest, int(opposite)))
    first = _cut(corners, low, rng)
    second = _cut(corners, high, rng)
    _planes(sketch, [*corners[: low + 1], first, second, *corners[high + 1 :]], depth - 1, rng)
    _planes(sketch, [first, *corners[low + 1 : high + 1], second], depth - 1, rng)


def _sides(corners: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(corners, [*corners[1:], corners[0]], strict=True))


def _cut(corners: list[Point], side: int, rng: Random) -> Point:
    (ax, ay), (bx, by) = _sides(corners)[side]
    share = rng.uniform(0.3, 0.7)
    return ax + (bx - ax) * share, ay + (by - ay) * share


def _plane(sketch: Sketch, corners: list[Point], tone: float, angle: float, rng: Random) -> None:
    inside = sketch.polygon(corners)
    x, y = np.mean([corner[0] for corner in corners]), np.mean([corner[1] for corner in corners])
    slope = ((sketch.xs - x) * np.cos(angle) + (sketch.ys - y) * np.sin(angle)) / 260
    shade = tone + 0.16 * slope + 0.05 * turbulence(*SIZE, 60, rng, 2)
    sketch.put(inside, ramp(GREYS, np.clip(shade, 0, 1).astype(np.float32)), angle + np.pi / 2)


def _beams(sketch: Sketch) -> None:
    """Light from the lamp falls in hard wedges."""
    for left, right, share in (
        (-0.2, 0.32, 0.5),
        (0.6, 0.86, 0.4),
        (2.2, 2.62, 0.45),
        (2.86, 3.2, 0.32),
    ):
        wedge = [
            (560.0, 96.0),
            *((560 + 900 * np.cos(a), 96 + 900 * np.sin(a)) for a in (left, right)),
        ]
        inside = sketch.polygon(wedge)
        fade = share * smoothstep(820, 60, np.hypot(sketch.xs - 560, sketch.ys - 96))
        sketch.put(inside, mix(sketch.colour, (226, 224, 216), fade))


def _figures() -> list[tuple[list[Point], float, float]]:
    lamp = [
        ([(508, 60), (560, 34), (616, 62), (600, 128), (560, 146), (520, 128)], 0.97, 0.3),
        ([(540, 146), (580, 146), (574, 186), (546, 186)], 0.5, 0.0),
    ]
    profile = [
        (
            [
                (150, 190),
                (230, 150),
                (300, 176),
                (322, 240),
                (300, 262),
                (346, 300),
                (300, 318),
                (308, 348),
                (276, 352),
                (268, 396),
                (196, 388),
                (150, 300),
            ],
            0.88,
            0.9,
        ),
        ([(150, 190), (230, 150), (236, 260), (196, 388), (150, 300)], 0.62, 0.4),
        (
            [(120, 400), (196, 388), (268, 396), (330, 470), (352, 620), (60, 620), (76, 480)],
            0.16,
            1.2,
        ),
        ([(268, 396), (330, 470), (352, 620), (226, 620), (230, 470)], 0.76, 0.2),
        ([(330, 470), (436, 420), (448, 446), (360, 520)], 0.9, 0.6),
        (
            [
                (436, 420),
                (486, 380),
                (494, 396),
                (462, 424),
                (506, 410),
                (508, 426),
                (466, 440),
                (498, 448),
                (448, 462),
            ],
            0.95,
            0.4,
        ),
    ]
    second = [
        (
            [
                (812, 260),
                (876, 214),
                (948, 246),
                (962, 320),
                (920, 382),
                (852, 376),
                (806, 330),
                (776, 320),
            ],
            0.8,
            2.2,
        ),
        ([(876, 214), (948, 246), (962, 320), (892, 310)], 0.5, 1.0),
        ([(852, 376), (920, 382), (1010, 470), (1040, 620), (780, 620), (800, 470)], 0.3, 0.5),
        ([(852, 376), (800, 470), (780, 620), (880, 620), (890, 470)], 0.68, 2.6),
        ([(1010, 470), (1064, 330), (1040, 210), (1066, 206), (1096, 340), (1040, 520)], 0.84, 1.4),
        (
            [
                (1040, 210),
                (1020, 160),
                (1034, 158),
                (1046, 186),
                (1052, 140),
                (1064, 142),
                (1062, 186),
                (1082, 152),
                (1090, 160),
                (1066, 206),
            ],
            0.92,
            1.4,
        ),
    ]
    table = [
        ([(420, 500), (760, 468), (800, 520), (392, 566)], 0.72, 0.1),
        ([(392, 566), (800, 520), (792, 552), (400, 600)], 0.1, 0.1),
        ([(470, 600), (500, 590), (490, 620), (466, 620)], 0.05, 1.5),
        (
            [
                (500, 360),
                (540, 352),
                (546, 410),
                (572, 440),
                (566, 500),
                (486, 506),
                (484, 446),
                (502, 414),
            ],
            0.2,
            1.3,
        ),
        ([(522, 356), (540, 352), (546, 410), (572, 440), (566, 500), (526, 503)], 0.56, 1.3),
        ([(600, 420), (668, 400), (706, 436), (690, 486), (620, 494), (592, 462)], 0.9, 0.5),
        ([(640, 410), (668, 400), (706, 436), (690, 486), (654, 490)], 0.4, 0.5),
        ([(668, 400), (764, 300), (778, 312), (688, 424)], 0.62, 0.8),
    ]
    bird = [
        (
            [(606, 236), (664, 200), (724, 214), (770, 180), (752, 236), (706, 262), (640, 266)],
            0.94,
            0.2,
        ),
        ([(664, 200), (690, 130), (726, 160), (724, 214)], 0.74, 1.1),
        ([(606, 236), (576, 228), (604, 218)], 0.1, 0.0),
        ([(640, 266), (706, 262), (668, 306)], 0.3, 1.2),
    ]
    return [*lamp, *table, *profile, *second, *bird]


def _drawing(canvas: Canvas, rng: Random) -> None:
    for corners, _, _ in _figures():
        for start, end in _sides(corners):
            draw(canvas, [start, end], rng.uniform(2.6, 4.6), INK, rng, dry=0.08)
    for x, y, turn in (
        (256, 214, 0.2),
        (286, 232, -0.3),
        (838, 286, 0.4),
        (880, 268, 0.1),
        (628, 226, 0.0),
    ):
        size = 8 if x == 628 else 17
        draw(canvas, arc(x, y, size, turn + np.pi, turn + 2 * np.pi, 0.6), 3.4, INK, rng)
        draw(canvas, arc(x, y, size, turn, turn + np.pi, 0.5), 2.6, INK, rng)
        draw(canvas, arc(x, y, size * 0.3, 0, 6.6), size * 0.42, INK, rng)
    draw(canvas, smooth([(306, 318), (286, 324), (270, 318)]), 3.4, INK, rng)
    draw(canvas, smooth([(812, 332), (836, 340), (852, 330)]), 3.4, INK, rng)
    draw(canvas, smooth([(880, 268), (862, 300), (838, 312), (850, 318)]), 3.4, INK, rng)
    draw(canvas, arc(646, 450, 17, 0, 6.5), 4, INK, rng)
    for i in range(4):
        draw(canvas, [(672 + 4 * i, 404 + 4 * i), (756 + 4 * i, 312 + 3 * i)], 1.4, INK, rng)
    for a in np.linspace(0, 2 * np.pi, 18, endpoint=False):
        near, far = 66, 92 if round(a * 10) % 2 else 80
        draw(
            canvas,
            [
                (560 + near * np.cos(a), 92 + near * np.sin(a)),
                (560 + far * np.cos(a), 92 + far * np.sin(a)),
            ],
            3,
            (232, 230, 222),
            rng,
        )
    draw(
        canvas,
        smooth([(548, 120), (546, 84), (556, 70), (562, 92), (568, 70), (576, 84), (572, 120)]),
        3,
        INK,
        rng,
    )
    for y in range(18):
        _print(
            canvas, (84, 430 + 10 * y), (206, 404 + 11 * y), INK if y < 9 else (190, 190, 186), rng
        )
        _print(canvas, (898, 420 + 11 * y), (1000, 486 + 8 * y), (206, 206, 200), rng)
    hatch(canvas, (430, 512), (740, 482), (-10, 30), 22, 2.2, INK, rng)
    hatch(canvas, (160, 300), (196, 380), (-26, 8), 9, 2.4, INK, rng)


def _print(canvas: Canvas, start: Point, end: Point, colour: Colour, rng: Random) -> None:
    """A line of dashes, like print that cannot be read."""
    share = 0.0
    while share < 0.96:
        run = rng.uniform(0.03, 0.10)
        (ax, ay), (bx, by) = start, end
        dash = [(ax + (bx - ax) * s, ay + (by - ay) * s) for s in (share, min(1.0, share + run))]
        draw(canvas, dash, 2.6, colour, rng)
        share += run + rng.uniform(0.03, 0.06)
