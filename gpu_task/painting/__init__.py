"""Painting a clip: objectives, the optimiser, and what keeps the frames together."""

from gpu_task.painting.checkpoints import Checkpoints, FolderCheckpoints
from gpu_task.painting.choice import choose_objective
from gpu_task.painting.clip_painter import paint
from gpu_task.painting.options import Painted, PaintingOptions, Progress, Style
from gpu_task.painting.style_file import read_style

__all__ = [
    "Checkpoints",
    "FolderCheckpoints",
    "Painted",
    "PaintingOptions",
    "Progress",
    "Style",
    "choose_objective",
    "paint",
    "read_style",
]
