"""Moving a frame's colours to a painting's before any stroke is made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpu_task.painting.pictures import Picture

_RIDGE = 1e-4
_LEAST, _MOST = 0.4, 2.0


@dataclass(frozen=True, eq=False)
class ColourMap:
    """An affine map of colours: `matrix` (3, 3) then `offset` (3,)."""

    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]

    def __call__(self, picture: Picture) -> Picture:
        return np.asarray(np.clip(picture @ self.matrix + self.offset, -1, 1), np.float32)


def colour_map(source: NDArray[np.float32], style: NDArray[np.float32], share: float) -> ColourMap:
    """The linear Monge-Kantorovich map between two sets of colours, (n, 3) each.

    The least change of colours that gives `source` the mean and covariance of `style` (Pitié and
    Kokaram 2007); of it only `share` (0..1) is taken. No direction is stretched more than twice or
    squeezed to less than 0.4: a nearly uniform clip would blow up into the painting's whole range.
    """
    root = _root(_covariance(source))
    inverse = np.linalg.inv(root)
    stretch, axes = np.linalg.eigh(inverse @ _root(root @ _covariance(style) @ root) @ inverse)
    full = (axes * np.clip(stretch, _LEAST, _MOST)) @ axes.T
    matrix = (1 - share) * np.eye(3) + share * full
    mean, wanted = source.mean(axis=0, dtype=np.float64), style.mean(axis=0, dtype=np.float64)
    offset = (1 - share) * mean + share * wanted - mean @ matrix
    return ColourMap(matrix.astype(np.float32), offset.astype(np.float32))


def _covariance(colours: NDArray[np.float32]) -> NDArray[np.float64]:
    centred = colours.astype(np.float64) - colours.mean(axis=0, dtype=np.float64)
    return np.asarray(centred.T @ centred / len(colours) + _RIDGE * np.eye(3))


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)
