"""VGG16's trained weights: found, checked by hash, read. Never made up."""

import hashlib
from pathlib import Path

import h5py  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

from gpu_task.errors import PaintingFailed
from gpu_task.painting.vgg16 import CHANNELS, LAYERS, Weights

PUBLISHED_MD5 = {
    "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5": "6d6bbae143d832006294945121d1f1fc",
    "vgg16_weights_tf_dim_ordering_tf_kernels.h5": "64373286793e3c8b2b4e3219cbf3544b",
}
"""What Keras publishes, with the hashes that Keras itself checks."""


def keras_cache() -> Path:
    """The folder where Keras keeps downloaded weights."""
    return Path.home() / ".keras" / "models"


def find_weights(chosen: Path | None) -> Path | None:
    """The chosen file, else one in the Keras cache, else None."""
    if chosen is not None:
        return chosen
    places = (keras_cache() / name for name in PUBLISHED_MD5)
    return next((place for place in places if place.is_file()), None)


def read_weights(path: Path, sha256: str | None) -> Weights:
    """The weights in a Keras HDF5 file whose hash is `sha256` or one that Keras published.

    Raises PaintingFailed for a file that is missing, of another hash, or of another network.
    """
    try:
        _check(path, sha256)
        with h5py.File(path, "r") as file:
            groups = file.get("model_weights", file)
            return {name: _layer(groups, name) for name in LAYERS}
    except OSError as error:
        raise PaintingFailed(f"The VGG16 weights {path.name} cannot be read: {error}") from error


def _check(path: Path, sha256: str | None) -> None:
    data = path.read_bytes()
    if sha256 is not None:
        found, allowed = hashlib.sha256(data).hexdigest(), [sha256.lower()]
    else:
        found = hashlib.md5(data, usedforsecurity=False).hexdigest()
        allowed = list(PUBLISHED_MD5.values())
    if found not in allowed:
        raise PaintingFailed(
            f"The VGG16 weights {path.name} have the hash {found} but must have "
            f"{' or '.join(allowed)}."
        )


def _layer(groups: h5py.Group, name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    if name not in groups:
        raise PaintingFailed(f"The VGG16 weights have no layer {name}.")
    found: list[NDArray[np.float32]] = []

    def collect(_: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            found.append(np.asarray(item, np.float32))

    groups[name].visititems(collect)
    arrays = {array.ndim: array for array in found}
    wanted = CHANNELS[int(name[5]) - 1]
    if set(arrays) != {1, 4} or arrays[1].shape != (wanted,) or arrays[4].shape[3] != wanted:
        raise PaintingFailed(f"The layer {name} is not a convolution of {wanted} channels.")
    return arrays[4], arrays[1]
