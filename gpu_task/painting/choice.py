"""Which objective paints, and why."""

from collections.abc import Sequence

from gpu_task.painting.objective import Objective, WeightedPicture
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.patches import PatchesObjective


def choose_objective(wanted: str) -> tuple[str, str]:
    """The objective's name and a sentence that says why it."""
    return "patches", "Painted by patches: no network weights are needed."


def make_objective(
    name: str, styles: Sequence[WeightedPicture], options: PaintingOptions
) -> Objective:
    """The objective of that name for these styles."""
    return PatchesObjective(styles, options)
