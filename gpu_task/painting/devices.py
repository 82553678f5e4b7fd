"""How TensorFlow uses the machine."""

import functools

import tensorflow as tf


@functools.cache
def prepare_tensorflow() -> None:
    """Once per process: results that do not depend on timing, GPU memory taken as needed.

    Saved frames are gone on from to the same bytes, which needs the first.
    """
    tf.config.experimental.enable_op_determinism()
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus[:1]:
        tf.config.experimental.set_memory_growth(gpu, True)
    if len(gpus) > 1:
        tf.config.set_visible_devices(gpus[:1], "GPU")
