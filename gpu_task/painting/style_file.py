"""Style pictures, read from their files."""

from pathlib import Path

import numpy as np
from PIL import Image

from gpu_task.clip.damage import damage_refused
from gpu_task.painting.options import Style
from gpu_task.styles.pictures import upright


def read_style(path: Path, weight: float = 1.0) -> Style:
    """A picture as people see it: upright, on white. Raises InvalidClip for one without use."""
    with damage_refused("The style picture cannot be decoded"), Image.open(path) as picture:
        pixels = np.asarray(upright(picture))
    return Style(pixels, weight)
