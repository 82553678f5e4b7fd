"""The evening sky: its gradient, the low sun, clouds that stand and wisps that drift."""

import numpy as np

from localcloud.clips.canvas import HORIZON, SCALE, Colour, Field, Picture, X, Y, mix, ramp, step
from localcloud.clips.noise import fractal

SUN = (139.0, 95.0)

_GRADIENT: tuple[tuple[float, Colour], ...] = (
    (0.0, (0.09, 0.17, 0.37)),
    (0.28, (0.22, 0.30, 0.54)),
    (0.55, (0.54, 0.42, 0.60)),
    (0.76, (0.90, 0.54, 0.46)),
    (0.92, (0.99, 0.72, 0.42)),
    (1.0, (1.0, 0.80, 0.50)),
)
_WISPS = slice(52 * SCALE, 108 * SCALE)
_WISP_DRIFT = 16.0


def clear_sky() -> Picture:
    """Everything in the sky that stands still."""
    height = Y / HORIZON - 0.10 * np.abs((X - SUN[0]) / 256.0)
    sky = ramp(_GRADIENT, np.clip(height, 0.0, 1.0))
    distance = np.hypot((X - SUN[0]) * 0.8, Y - SUN[1])
    sky = mix(sky, (1.0, 0.70, 0.34), 0.55 * np.exp(-distance / 26.0))
    sky = _with_clouds(sky)
    sky = mix(sky, (1.0, 0.86, 0.52), 0.75 * np.exp(-((distance / 15.0) ** 2)))
    disc = step(8.6, 7.4, np.hypot(X - SUN[0], Y - SUN[1]))
    return mix(sky, (1.0, 0.97, 0.78), disc)


def with_wisps(sky: Picture, time: float) -> Picture:
    """The sky with thin clouds before it; `time` goes from 0 to 1 around the loop.

    Each wisp drifts away while its successor drifts in from where it started: that closes the loop.
    """
    cover = _wisps(time) * (1.0 - time) + _wisps(time - 1.0) * time
    x, y = X[_WISPS], Y[_WISPS]
    glow = np.exp(-np.hypot((x - SUN[0]) * 0.6, y - SUN[1]) / 40.0)
    colour = mix((0.50, 0.32, 0.47), (1.0, 0.64, 0.38), glow)
    cover *= 1.0 - 0.5 * np.exp(-(((x - SUN[0]) ** 2 + (y - SUN[1]) ** 2) / 110.0))
    seen = sky.copy()
    seen[_WISPS] = mix(sky[_WISPS], colour, cover)
    return seen


def _wisps(time: float) -> Field:
    y = Y[_WISPS]
    moved = X[_WISPS] - _WISP_DRIFT * time
    density = fractal(moved / 34.0, y / 6.5 + moved / 160.0, 71, 4)
    band = step(53.0, 74.0, y) * step(107.0, 98.0, y)
    return 0.85 * band * step(0.50, 0.70, density)


def _with_clouds(sky: Picture) -> Picture:
    density, towards_sun = _clouds(X, Y), _clouds(X + (SUN[0] - X) * 0.03, Y + 2.6)
    cover = step(0.46, 0.70, density)
    lit = np.clip(0.5 + 3.6 * (density - towards_sun), 0.0, 1.0)
    warmth = np.exp(-np.hypot((X - SUN[0]) * 0.55, Y - SUN[1]) / 62.0)
    shade = mix((0.25, 0.25, 0.46), (0.52, 0.32, 0.44), warmth)
    light = mix((0.72, 0.54, 0.66), (1.0, 0.70, 0.46), np.clip(1.5 * warmth, 0.0, 1.0))
    return mix(sky, mix(shade, light, lit), 0.92 * cover)


def _clouds(x: Field, y: Field) -> Field:
    billows = fractal(x / 58.0 + y / 90.0, y / 20.0 - x / 200.0, 11, 6)
    return billows - 0.20 * step(66.0, 92.0, y)
