"""Which objective paints, and why."""

from collections.abc import Sequence

import tensorflow as tf

from gpu_task.errors import PaintingFailed
from gpu_task.painting.objective import Objective, WeightedPicture
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.patches import PatchesObjective
from gpu_task.painting.vgg16 import Network, Vgg16Objective
from gpu_task.painting.vgg16_weights import PUBLISHED_MD5, find_weights, keras_cache, read_weights


def choose_objective(options: PaintingOptions) -> tuple[str, str]:
    """The objective's name, and a sentence that says which it is and why.

    `auto` is vgg16 where its weights are found and patches elsewhere.
    """
    if options.objective == "patches":
        return "patches", "Painted by patches, as asked."
    found = find_weights(options.vgg16_weights)
    if options.objective == "vgg16":
        return "vgg16", "Painted by vgg16, as asked."
    if found is None:
        return (
            "patches",
            "Painted by patches: no VGG16 weights were given or found in Keras' cache.",
        )
    return "vgg16", f"Painted by vgg16: its weights were found in {found.name}."


def make_objective(
    name: str, styles: Sequence[WeightedPicture], options: PaintingOptions
) -> Objective:
    """The objective of that name for these styles; PaintingFailed when vgg16 has no weights."""
    if name == "patches":
        return PatchesObjective(styles, options)
    found = find_weights(options.vgg16_weights)
    if found is None:
        raise PaintingFailed(
            f"vgg16 needs weights: none were given and {keras_cache()} has neither of "
            f"{', '.join(PUBLISHED_MD5)}."
        )
    weights = read_weights(found, options.vgg16_sha256)
    return Vgg16Objective(styles, options, Network(weights, _fastest()))


def _fastest() -> tf.DType:
    """Half precision where a GPU has units for it; its range is bfloat16's, as VGG16 needs."""
    for device in tf.config.list_physical_devices("GPU"):
        capability = tf.config.experimental.get_device_details(device).get("compute_capability")
        if capability is not None and capability >= (8, 0):
            return tf.bfloat16
    return tf.float32
