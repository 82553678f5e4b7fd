"""The clips that are sent: tiny ones, and what is no clip at all."""

import io
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class ClipKind:
    """How many frames of what size; none at all is a file that is no picture."""

    frames: int
    width: int = 40
    height: int = 32

    def make(self, dice: random.Random) -> bytes:
        """A GIF of a square that moves over a gradient, its colour and way of the dice."""
        if not self.frames:
            return dice.randbytes(200)
        ramp = np.linspace(0, 255, self.width, dtype=np.uint8)
        colour, step = [dice.randrange(256) for _ in range(3)], dice.randint(1, 5)
        pictures = []
        for index in range(self.frames):
            pixels = np.stack([np.tile(ramp, (self.height, 1))] * 3, axis=-1)
            left = step * index % (self.width - 12)
            pixels[8:20, left : left + 12] = colour
            pictures.append(Image.fromarray(pixels))
        data = io.BytesIO()
        delays = [40 + 10 * dice.randint(0, 9) for _ in pictures]
        first, *others = pictures
        first.save(data, "GIF", save_all=True, append_images=others, duration=delays, loop=0)
        return data.getvalue()


STILL = ClipKind(1)
SHORT = ClipKind(3)
LONG = ClipKind(60, 96, 72)
BROKEN = ClipKind(0)
