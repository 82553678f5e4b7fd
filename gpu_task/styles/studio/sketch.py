"""The sketch under a painting: what colour, which direction, and which thing is at every point."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from gpu_task.styles.studio.fields import Field, plane
from gpu_task.styles.studio.palette import Colour, Colours

Mask = NDArray[np.bool_]
Point = tuple[float, float]


class Sketch:
    """Colour (h, w, 3), stroke angle (h, w) and region (h, w): strokes stay within one region."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.xs, self.ys = plane(width, height)
        self.colour = np.zeros((height, width, 3), np.float32)
        self.angle = np.zeros((height, width), np.float32)
        self.region = np.zeros((height, width), np.int32)

    def put(
        self,
        where: Mask,
        colour: Colours | Colour,
        angle: Field | float | None = None,
        edge: bool = True,
    ) -> None:
        """Show a thing `where` the mask says; without an `edge` strokes may run across its border."""
        shown = np.broadcast_to(np.asarray(colour, np.float32), self.colour.shape)
        self.colour[where] = shown[where]
        if angle is not None:
            turned = np.broadcast_to(np.asarray(angle, np.float32), self.angle.shape)
            self.angle[where] = turned[where]
        if edge:
            self.region[where] = self.region.max() + 1

    def glaze(self, colour: Colours | Colour, share: Field) -> None:
        """Blend a colour over everything, `share` (h, w) of it."""
        amount = np.clip(share, 0, 1)[..., None]
        self.colour = self.colour * (1 - amount) + np.asarray(colour, np.float32) * amount

    def polygon(self, corners: Sequence[Point]) -> Mask:
        """The points inside a polygon."""
        area = Image.new("1", (self.width, self.height))
        ImageDraw.Draw(area).polygon([(float(x), float(y)) for x, y in corners], fill=1)
        return np.asarray(area, np.bool_)

    def disc(self, x: float, y: float, radius: float) -> Mask:
        """The points inside a circle."""
        inside: Mask = np.hypot(self.xs - x, self.ys - y) < radius
        return inside
