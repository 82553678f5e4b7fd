"""VGG16 with random weights: right for timing, wrong for looks, and called random everywhere."""

import numpy as np

from gpu_task.painting.vgg16 import CHANNELS, LAYERS, Network, Weights


def random_weights(seed: int = 0) -> Weights:
    """He-initialised convolutions: activations keep their size from layer to layer."""
    rng = np.random.default_rng(seed)
    weights, incoming = {}, 3
    for name in LAYERS:
        outgoing = CHANNELS[int(name[5]) - 1]
        spread = (2 / (9 * incoming)) ** 0.5
        kernel = rng.normal(0, spread, (3, 3, incoming, outgoing)).astype(np.float32)
        weights[name] = (kernel, np.zeros(outgoing, np.float32))
        incoming = outgoing
    return weights


def random_network() -> Network:
    """The network that the timings run."""
    return Network(random_weights())
