"""The canvas: wet paint with a thickness, and the light that falls on it when it is dry."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from gpu_task.styles.studio.fields import Field, Random
from gpu_task.styles.studio.palette import Colour, Colours

SUPERSAMPLING = 2
STEEPEST = 24.0


class Canvas:
    """Paint on a ground, in units of the picture plane.

    Red, green and blue hold the pigment, the fourth channel the thickness of the paint, so that
    one stroke of the drawing engine lays both.
    """

    def __init__(self, width: int, height: int, ground: Colour, scale: float = 1.0) -> None:
        self.width, self.height, self.scale = width, height, scale * SUPERSAMPLING
        size = round(width * self.scale), round(height * self.scale)
        self.paint = Image.new("RGBA", size, (*ground, 0))
        self._draw = ImageDraw.Draw(self.paint)

    def wash(self, colour: Colours, strength: float = 0.8, blur: float = 6.0) -> None:
        """Rub thin colour (h, w, 3) into the ground, out of focus, before the first stroke."""
        thin = Image.fromarray(np.clip(colour, 0, 255).astype(np.uint8)).resize(self.paint.size)
        thin = thin.filter(ImageFilter.GaussianBlur(blur * self.scale)).convert("RGBA")
        thin.putalpha(0)
        self.paint.paste(Image.blend(self.paint, thin, strength))

    def lines(self, points: Field, paint: NDArray[np.uint8], width: float) -> None:
        """Draw polylines in order: points (n, steps, 2) in units, paint (n, 4)."""
        thick = max(1, round(width * self.scale))
        scaled = np.ascontiguousarray(points * np.float32(self.scale), np.float32)
        draw = self._draw.line
        for path, colour in zip(scaled, map(tuple, paint.tolist()), strict=True):
            draw(path, fill=colour, width=thick)

    def finish(self, rng: Random, relief: float = 1.0, weave: float = 1.0) -> Image.Image:
        """Let light from the upper left rake over the paint; return the picture at its size."""
        pigment = np.asarray(self.paint, np.float32)[..., :3]
        thickness = self._thickness(weave, rng)
        rise = np.gradient(thickness, axis=0) + np.gradient(thickness, axis=1)
        slope: Field = np.clip(-0.5 * rise, -STEEPEST, STEEPEST)[..., None]
        gloss = np.clip(slope - 5.0, 0.0, None) * (1.5 * relief)
        lit = pigment * (1.0 + slope * (0.013 * relief)) + gloss
        size = round(self.width * self.scale / 2), round(self.height * self.scale / 2)
        finished = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
        return finished.resize(size, Image.Resampling.LANCZOS)

    def _thickness(self, weave: float, rng: Random) -> Field:
        """The paint's thickness over the threads of the canvas, which show where it is thin."""
        alpha = self.paint.getchannel("A").filter(ImageFilter.GaussianBlur(0.35 * self.scale))
        thickness = np.asarray(alpha, np.float32)
        rows, columns = np.mgrid[0 : alpha.height, 0 : alpha.width].astype(np.float32)
        pitch = np.float32(2 * np.pi / (1.5 * self.scale))
        threads = np.sin(columns * pitch) * np.sign(np.sin(rows * pitch / 2))
        threads += rng.normal(0, 0.5, threads.shape).astype(np.float32)
        covered = np.clip(thickness / 160.0, 0.0, 1.0)
        woven: Field = thickness + threads * (2.5 * weave) * (1.2 - covered)
        return woven
