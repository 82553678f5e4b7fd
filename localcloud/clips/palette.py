"""From pictures in full colour to a GIF: one palette for all frames, so what stands still stays.

Gradients are spread over neighbouring colours by a pattern that is the same in every frame.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from localcloud.clips.canvas import HEIGHT, WIDTH, Field, Picture

_COLOURS = 255
"""One less than a GIF can hold: the last stands for "as before"."""
_SPREAD = 7.0
"""How far the pattern moves a colour at most, in 255ths, to both sides together."""

Indices = NDArray[np.uint8]


def indexed(frames: Sequence[Picture]) -> list[Image.Image]:
    """The frames with a palette that they all share."""
    exact = [np.clip(frame * 255.0, 0.0, 255.0) for frame in frames]
    palette = _palette(exact)
    pattern = (_pattern() - 0.5)[..., None] * _SPREAD
    images = []
    for frame in exact:
        image = Image.fromarray(_nearest(np.rint(frame + pattern), palette))
        image.putpalette(palette.astype(np.uint8).tobytes())
        images.append(image)
    return images


def write(output: Path, images: Sequence[Image.Image], delay: int) -> None:
    """Write a GIF that shows every image for `delay` milliseconds and loops for ever."""
    first, *others = images
    first.save(
        output, "GIF", save_all=True, append_images=others, duration=delay, loop=0, disposal=1
    )


def _palette(frames: Sequence[Picture]) -> Field:
    """Colours that serve all frames, from every fourth pixel: (colours, 3), whole numbers."""
    sample = np.rint(np.concatenate([frame[::2, ::2] for frame in frames])).astype(np.uint8)
    chosen = Image.fromarray(sample).quantize(
        _COLOURS, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE
    )
    return np.asarray(chosen.getpalette(), np.float64).reshape(-1, 3)[:_COLOURS]


def _nearest(picture: Picture, palette: Field) -> Indices:
    """The index of the closest colour for each pixel; of equals the first."""
    pixels = picture.reshape(-1, 3)
    distance = (palette**2).sum(axis=1) - 2.0 * pixels @ palette.T
    closest: Indices = distance.argmin(axis=1).astype(np.uint8)
    return closest.reshape(picture.shape[:2])


def _pattern() -> Field:
    """Interleaved gradient noise (Jimenez 2014), from 0 to 1, for each pixel of the clip."""
    row, column = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    pattern: Field = np.modf(52.9829189 * np.modf(0.06711056 * column + 0.00583715 * row)[0])[0]
    return pattern
