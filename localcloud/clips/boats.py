"""A fleet of sailing boats that leaves the harbour, one after the other, towards the sun.

Every boat is drawn from its distance alone. They follow each other one unit apart, and in one loop
each sails one unit: the last frame leads to the first.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from localcloud.clips.canvas import (
    HORIZON,
    Colour,
    Field,
    Picture,
    Point,
    lay,
    mix,
    polygon,
    shaded,
    step,
)

_GOAL = 167.0
_NEAREST, _FARTHEST = 1, 6
_OUT_OF_SIGHT = 6.6
_HAZE: Colour = (1.0, 0.74, 0.46)

_MAST = 0.05
_HULL = ((-0.36, 0.115), (0.0, 0.085), (0.43, 0.14), (0.33, 0.03), (0.26, -0.02), (-0.31, -0.02))
_SHEER = (
    (-0.36, 0.118),
    (0.0, 0.088),
    (0.435, 0.144),
    (0.42, 0.122),
    (0.0, 0.068),
    (-0.36, 0.098),
)
_FOAM = (
    (-0.44, -0.022),
    (-0.30, -0.006),
    (0.0, -0.012),
    (0.26, -0.004),
    (0.34, -0.024),
    (0.0, -0.034),
)
_SAILOR = ((-0.22, 0.09), (-0.23, 0.17), (-0.20, 0.20), (-0.17, 0.17), (-0.16, 0.09))

Shading = Callable[[Field, Field], Picture]


@dataclass(frozen=True)
class Boat:
    """Where a boat is: `distance` 1 is nearest; the rest follows from it."""

    distance: float

    @property
    def height(self) -> float:
        """From the water to the top of the mast."""
        return 148.0 / self.distance

    @property
    def column(self) -> float:
        """Where the middle of the hull is."""
        return _GOAL - 246.0 / self.distance

    @property
    def waterline(self) -> float:
        """The row where the hull meets the water; it bobs."""
        bob = 3.2 * math.sin(2 * math.pi * self.distance) / self.distance
        return HORIZON + 78.0 / self.distance + bob

    @property
    def heel(self) -> float:
        """How far it leans over, in radians."""
        return math.radians(5.0 + 3.0 * math.sin(2 * math.pi * self.distance + 1.2))


@dataclass(frozen=True)
class Sight:
    """A boat as it is seen, or upside down in still water."""

    picture: Picture
    boat: Boat
    upwards: float

    def draw(self, outline: tuple[Point, ...], shading: Colour | Shading) -> None:
        """Fill an outline, in heights of the mast from the middle of the hull."""
        haze = 0.75 * min(max((self.boat.distance - 1.8) / 4.2, 0.0), 1.0)
        cover = min(max(_OUT_OF_SIGHT - self.boat.distance, 0.0), 1.0)

        def paint(x: Field, y: Field) -> Picture:
            along = (x - self.boat.column) / self.boat.height
            up = self.upwards * (self.boat.waterline - y) / self.boat.height
            plain = shading(along, up) if callable(shading) else np.asarray(shading)
            return mix(plain, _HAZE, haze)

        lay(self.picture, polygon([self._place(*point) for point in outline]), paint, cover)

    def _place(self, along: float, up: float) -> Point:
        cosine, sine = math.cos(self.boat.heel), math.sin(self.boat.heel)
        across, upward = along * cosine + up * sine, up * cosine - along * sine
        row = self.boat.waterline - self.upwards * self.boat.height * upward
        return self.boat.column + self.boat.height * across, row


def fleet(time: float) -> list[Boat]:
    """The boats in sight, the farthest first; `time` goes from 0 to 1 around the loop."""
    return [Boat(place + time) for place in range(_FARTHEST, _NEAREST - 1, -1)]


def draw_boat(picture: Picture, boat: Boat, *, mirrored: bool) -> None:
    """Draw a boat into a picture, upside down if it is seen in the water."""
    sight = Sight(picture, boat, -1.0 if mirrored else 1.0)
    _draw_sails(sight)
    sight.draw(_HULL, lambda _, up: mix((0.06, 0.07, 0.13), (0.26, 0.18, 0.19), step(0, 0.13, up)))
    sight.draw(_SHEER, (0.96, 0.80, 0.58))
    sight.draw(_SAILOR, (0.13, 0.10, 0.15))
    if not mirrored:
        sight.draw(_FOAM, (0.80, 0.66, 0.72))


def _draw_sails(sight: Sight) -> None:
    head, tack, boom_end = (_MAST, 0.98), (_MAST, 0.19), (-0.36, 0.20)
    main = (*_curve(boom_end, head, 0.10), tack, *_curve(tack, boom_end, 0.03))
    jib_head, bow, clew = (_MAST + 0.02, 0.86), (0.42, 0.15), (0.09, 0.19)
    jib = (*_curve(jib_head, bow, 0.03), *_curve(bow, clew, 0.05), *_curve(clew, jib_head, -0.07))
    sight.draw(main, _cloth((0.96, 0.38, 0.19), (0.42, 0.09, 0.14)))
    sight.draw(jib, _cloth((1.0, 0.88, 0.64), (0.66, 0.40, 0.38)))
    mast = ((_MAST - 0.008, 0.08), (_MAST - 0.004, 1.02), (_MAST + 0.004, 1.02))
    sight.draw((*mast, (_MAST + 0.008, 0.08)), (0.20, 0.10, 0.10))
    boom = ((_MAST, 0.175), (boom_end[0], 0.185), (boom_end[0], 0.20), (_MAST, 0.195))
    sight.draw(boom, (0.22, 0.11, 0.10))


def _curve(start: Point, end: Point, belly: float) -> tuple[Point, ...]:
    along, up = end[0] - start[0], end[1] - start[1]
    ways = [part / 12 for part in range(13)]
    bends = [belly * 4 * way * (1 - way) for way in ways]
    return tuple(
        (start[0] + along * way - up * bend, start[1] + up * way + along * bend)
        for way, bend in zip(ways, bends, strict=True)
    )


def _cloth(lit: Colour, in_shade: Colour) -> Shading:
    def shading(along: Field, up: Field) -> Picture:
        belly = 0.5 + 0.5 * np.sin(9.0 * (along + 0.16 * up) + 0.6)
        seams = 1.0 - 0.12 * step(0.86, 1.0, np.cos(2 * math.pi * 8.0 * (up + 0.25 * along)))
        light = np.clip(0.30 + 0.66 * belly - 0.30 * step(0.45, 0.1, up), 0.0, 1.0)
        return shaded(mix(in_shade, lit, light), seams)

    return shading
