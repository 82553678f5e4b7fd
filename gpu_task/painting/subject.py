"""What a painting is made from, checked and made ready once per clip."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.errors import InvalidClip
from gpu_task.painting.ledger import digest
from gpu_task.painting.objective import WeightedPicture
from gpu_task.painting.options import PaintingOptions, Style
from gpu_task.painting.pictures import Picture, from_pixels, grey, luminance, without_holes

_VERSION = 2
_FRAMES_SEEN = 6
_LEAST_CONTRAST = 0.05
"""A clip of one colour has none of its own, and a painting without any has no strokes."""


def style_pictures(
    styles: Sequence[Style], seen: NDArray[np.float32], keep_colours: bool
) -> list[WeightedPicture]:
    """The styles as pictures, their shares adding up to 1.

    Where the clip keeps its colours they are grey, as light and as rich in contrast as `seen`, the
    clip's colours (n, 3).
    """
    if not styles:
        raise InvalidClip("No style picture was given; it needs one or more.")
    total = sum(style.weight for style in styles)
    pictures = [from_pixels(style.rgb) for style in styles]
    if keep_colours:
        pictures = [_with_luminance_of(picture, seen) for picture in pictures]
    return [(p, s.weight / total) for p, s in zip(pictures, styles, strict=True)]


def colours_of(pictures: Sequence[WeightedPicture]) -> NDArray[np.float32]:
    """(n, 3): colours drawn evenly from each picture, in number by its share."""
    drawn = []
    for picture, share in pictures:
        flat = picture.reshape(-1, 3)
        places = np.linspace(0, len(flat) - 1, max(2, round(20000 * share))).astype(np.int64)
        drawn.append(flat[places])
    return np.concatenate(drawn)


def colours_seen(frames: Frames) -> NDArray[np.float32]:
    """(n, 3): colours of a few frames, so that one map of colours serves the whole clip."""
    chosen = sorted({round(place) for place in np.linspace(0, len(frames) - 1, _FRAMES_SEEN)})
    seen = [without_holes(frames[index]).reshape(-1, 3) for index in chosen]
    return np.concatenate([from_pixels(pixels[:: max(1, len(pixels) // 5000)]) for pixels in seen])


def check_size(info: ClipInfo, least: int) -> None:
    """Raises InvalidClip for a clip that is too small to be judged by the objective."""
    if min(info.width, info.height) < least:
        raise InvalidClip(
            f"The clip is {info.width}x{info.height} pixels but must be at least {least}x{least}."
        )


def key_of(
    info: ClipInfo, first: Frame, styles: Sequence[Style], options: PaintingOptions, name: str
) -> str:
    """What a painting depends on: saved frames of another one must not be gone on from."""
    chosen = {**asdict(options), "vgg16_weights": None}
    facts = [_VERSION, asdict(info), chosen, name]
    seen = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    seen.update(digest(first).encode())
    for style in styles:
        seen.update(np.ascontiguousarray(style.rgb).tobytes())
        seen.update(str(style.weight).encode())
    return seen.hexdigest()


def _with_luminance_of(style: Picture, seen: NDArray[np.float32]) -> Picture:
    plain, wanted = grey(style), luminance(seen)
    contrast = max(float(wanted.std()), _LEAST_CONTRAST)
    moved = (plain - plain.mean()) / (plain.std() + 1e-3) * contrast + wanted.mean()
    return np.asarray(np.clip(moved, -1, 1), np.float32)
