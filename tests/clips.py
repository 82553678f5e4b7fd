"""The clips that are sent: tiny ones, and what is no clip at all."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True)
class ClipKind:
    """How many frames of what size, in how many scenes; none at all is no picture.

    The square comes back to where it was: few frames differ, so that even long clips paint fast.
    """

    frames: int
    width: int = 40
    height: int = 32
    scenes: int = 1
    positions: int = 1000

    def make(self, dice: random.Random) -> bytes:
        """A GIF whose square has a colour, a way and delays of the dice."""
        if not self.frames:
            return dice.randbytes(200)
        colour, step = [dice.randrange(256) for _ in range(3)], dice.randint(1, 5)
        return self.drawn(colour, step, [40 + 10 * dice.randint(0, 9) for _ in range(self.frames)])

    def drawn(self, colour: Sequence[int], step: int, delays: Sequence[int]) -> bytes:
        """A GIF of a square that moves over a gradient, again and again."""
        pictures = []
        for index in range(self.frames):
            pixels = self._background(self.scenes * index // self.frames)
            left = step * (index % self.positions) % (self.width - 12)
            pixels[8:20, left : left + 12] = colour
            pictures.append(Image.fromarray(pixels))
        data = io.BytesIO()
        first, *others = pictures
        first.save(data, "GIF", save_all=True, append_images=others, duration=list(delays), loop=0)
        return data.getvalue()

    def _background(self, scene: int) -> NDArray[np.uint8]:
        """A gradient; from scene to scene it turns over and changes its colour."""
        ramp = np.linspace(0, 255, self.width, dtype=np.uint8)[:: -1 if scene % 2 else 1]
        pixels = np.stack([np.tile(ramp, (self.height, 1))] * 3, axis=-1)
        pixels[..., scene % 3] //= 1 + scene
        return pixels


STILL = ClipKind(1)
SHORT = ClipKind(3)
LONG = ClipKind(60, 96, 72)
SCENES = ClipKind(300, 240, 180, scenes=3, positions=4)
BROKEN = ClipKind(0)


def tiny_clip(frames: int = 2, size: tuple[int, int] = (40, 32)) -> bytes:
    """A clip that is the same every time."""
    return ClipKind(frames, *size).drawn((200, 60, 30), 5, [120] * frames)


def long_clip() -> bytes:
    """A clip that is painted for long enough to be interrupted."""
    return tiny_clip(frames=90, size=(96, 72))
