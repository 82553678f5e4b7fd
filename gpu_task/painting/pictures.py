"""Conversions between 8-bit pixels and what is optimised: float32 in -1..1."""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import Frame, Pixels

Picture = NDArray[np.float32]
"""(height, width, 3), -1..1."""
Weights = NDArray[np.float32]
"""(height, width), 0..1."""
Size = tuple[int, int]
"""Height and width in pixels."""

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def from_pixels(pixels: Pixels) -> Picture:
    """8-bit pixels as floats in -1..1."""
    return pixels.astype(np.float32) / np.float32(127.5) - np.float32(1)


def to_pixels(picture: Picture) -> Pixels:
    """Floats in -1..1 as the nearest 8-bit pixels."""
    return np.asarray(np.rint((np.clip(picture, -1, 1) + 1) * 127.5), np.uint8)


def resized(picture: Picture, size: Size) -> Picture:
    """The picture at another size: area averages when it shrinks, cubic when it grows."""
    if picture.shape[:2] == size:
        return picture
    shrinks = size[0] * size[1] < picture.shape[0] * picture.shape[1]
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (size[1], size[0]), interpolation=method), np.float32)


def luminance(picture: Picture) -> NDArray[np.float32]:
    """Rec. 601 luma of (…, 3): without its last axis."""
    return np.asarray(picture @ _LUMA, np.float32)


def grey(picture: Picture) -> Picture:
    """The picture without its colours, still in three channels."""
    return np.repeat(luminance(picture)[..., None], 3, axis=2)


def recoloured(painted: Picture, source: Picture) -> Picture:
    """The painted luminance with the source's chrominance (Gatys 2016, arXiv 1606.05897)."""
    return np.clip(source + (luminance(painted) - luminance(source))[..., None], -1, 1)


def without_holes(frame: Frame) -> Pixels:
    """The frame's pixels with transparent ones filled by the blurred colours around them.

    What lies under transparency is arbitrary in a GIF; left as it is, it would steer the colours.
    """
    if frame.opaque is None or frame.opaque.all():
        return frame.rgb
    shown = frame.opaque.astype(np.float32)
    if not shown.any():
        return np.full_like(frame.rgb, 128)
    mean = frame.rgb[frame.opaque].mean(axis=0, dtype=np.float32)
    weight = cv2.blur(shown, (31, 31))[..., None]
    blurred = cv2.blur(frame.rgb * shown[..., None], (31, 31))
    fill = (blurred + 1e-3 * mean) / (weight + 1e-3)
    return np.where(frame.opaque[..., None], frame.rgb, np.rint(fill)).astype(np.uint8)


def smoothed(pixels: Pixels) -> Pixels:
    """Without dither and grain, edges kept: a bilateral filter, twice."""
    once = cv2.bilateralFilter(pixels, 7, 40, 3)
    return np.asarray(cv2.bilateralFilter(once, 7, 40, 3), np.uint8)
