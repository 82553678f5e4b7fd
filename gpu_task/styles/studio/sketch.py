"""The sketch under a painting: what colour, which direction, and which thing is at every point."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from gpu_task.styles.studio.fields import Field, plane
from gpu_task.styles.studio.palette import Colour, Colours, ramp

Mask = NDArray[np.bool_]
Point = tuple[float, float]


class Sketch:
    """Colour (h, w, 3), stroke angle (h, w) and region (h, w): strokes stay within one region."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.xs, self.ys = plane(width, height)
        self.colour: Colours = np.zeros((height, width, 3), np.float32)
        self.angle: Field = np.zeros((height, width), np.float32)
        self.region = np.zeros((height, width), np.int32)
        self._things = 0

    def put(
        self,
        where: Mask,
        colour: Colours | Colour,
        angle: Field | float | None = None,
        edge: bool = True,
    ) -> None:
        """Show a thing `where` the mask says; without an `edge` strokes cross its border."""
        box = _box(where)
        inside = where[box]
        shown = np.broadcast_to(np.asarray(colour, np.float32), self.colour.shape)
        self.colour[box][inside] = shown[box][inside]
        if angle is not None:
            turned = np.broadcast_to(np.asarray(angle, np.float32), self.angle.shape)
            self.angle[box][inside] = turned[box][inside]
        if edge:
            self._things += 1
            self.region[box][inside] = self._things

    def glaze(self, colour: Colours | Colour, share: Field) -> None:
        """Blend a colour over everything, `share` (h, w) of it."""
        amount = np.clip(share, 0, 1)[..., None]
        self.colour = self.colour * (1 - amount) + np.asarray(colour, np.float32) * amount

    def tint(
        self,
        where: Mask,
        pigments: Sequence[Colour],
        tone: Field,
        share: Field | float,
        angle: Field | float,
    ) -> None:
        """Blend a ramp of pigments over a thing; fields have one value per point of it (n,)."""
        box = _box(where)
        inside = where[box]
        amount = np.asarray(share, np.float32)[..., None]
        below = self.colour[box][inside]
        self.colour[box][inside] = below * (1 - amount) + ramp(pigments, tone) * amount
        self.angle[box][inside] = angle
        self._things += 1
        self.region[box][inside] = self._things

    def points(self, where: Mask) -> tuple[Field, Field]:
        """The x and y (n,) of the points of a thing, in the order of `tint`."""
        box = _box(where)
        return self.xs[box][where[box]], self.ys[box][where[box]]

    def cut(self, where: Mask, colour: Colour, share: Field) -> None:
        """Lay a transparent plane over things: they keep their edges and get its edge too."""
        amount = (share * where)[..., None]
        self.colour = self.colour * (1 - amount) + np.asarray(colour, np.float32) * amount
        self.region[where] += self._things + 1
        self._things = 2 * self._things + 1

    def polygon(self, corners: Sequence[Point]) -> Mask:
        """The points inside a polygon."""
        area = Image.new("L", (self.width, self.height))
        ImageDraw.Draw(area).polygon([(float(x), float(y)) for x, y in corners], fill=255)
        inside: Mask = np.asarray(area) > 0
        return inside

    def area(self, curve: Field) -> Mask:
        """The points inside a closed curve (n, 2)."""
        return self.polygon([(x, y) for x, y in curve.tolist()])

    def disc(self, x: float, y: float, radius: float) -> Mask:
        """The points inside a circle."""
        inside: Mask = np.hypot(self.xs - x, self.ys - y) < radius
        return inside


def _box(where: Mask) -> tuple[slice, slice]:
    """The smallest rows and columns that hold all of a mask."""
    rows, columns = np.flatnonzero(where.any(1)), np.flatnonzero(where.any(0))
    if not rows.size:
        return slice(0), slice(0)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
