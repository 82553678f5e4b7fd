"""Colours as painters set them out: ramps from one pigment to the next."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gpu_task.styles.studio.fields import Field

Colour = tuple[int, int, int]
Colours = NDArray[np.floating[Any]]
"""(…, 3), red, green and blue from 0 to 255."""


def ramp(pigments: Sequence[Colour], tone: Field) -> Colours:
    """Blend along the pigments: tone 0 is the first, tone 1 the last; (h, w) to (h, w, 3)."""
    steps = np.asarray(pigments, np.float32)
    position = np.clip(tone, 0.0, 1.0) * (len(steps) - 1)
    low = np.minimum(position.astype(np.intp), len(steps) - 2)
    share = (position - low)[..., None].astype(np.float32)
    blended: Colours = steps[low] * (1 - share) + steps[low + 1] * share
    return blended


def mix(first: Colours, second: Colours | Colour, share: Field) -> Colours:
    """Blend two colour fields point by point."""
    amount = share[..., None]
    blended: Colours = first * (1 - amount) + np.asarray(second, np.float32) * amount
    return blended.astype(np.float32)
