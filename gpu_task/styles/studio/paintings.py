"""All paintings of the studio: who paints what, from which seed, in which light."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from gpu_task.styles.studio import (
    composition_vii,
    composition_viii,
    guernica,
    scream,
    starry_night,
    wheatstacks,
)
from gpu_task.styles.studio.canvas import Canvas
from gpu_task.styles.studio.fields import Random


@dataclass(frozen=True)
class Painting:
    """One painting, in the manner of the style `id`; `relief` is how raking the light is."""

    id: str
    paint: Callable[[Random, float, float], Canvas]
    seed: int
    relief: float = 1.0
    weave: float = 1.0


PAINTINGS = (
    Painting("scream", scream.paint, seed=1, relief=0.7, weave=1.6),
    Painting("composition-vii", composition_vii.paint, seed=1),
    Painting("composition-viii", composition_viii.paint, seed=1, relief=0.9),
    Painting("wheatstacks", wheatstacks.paint, seed=1),
    Painting("guernica", guernica.paint, seed=1, relief=0.8),
    Painting("starry-night", starry_night.paint, seed=1),
)


def make(painting: Painting, scale: float = 1.0, effort: float = 1.0) -> Image.Image:
    """Paint one; smaller `scale` and `effort` (the number of strokes) make a quick proof."""
    rng = np.random.default_rng(painting.seed)
    canvas = painting.paint(rng, scale, effort)
    return canvas.finish(rng, painting.relief, painting.weave)
