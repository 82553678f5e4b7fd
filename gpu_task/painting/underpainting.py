"""Strokes laid under a frame before it is optimised.

The sliced distance judges the picture as a whole: strokes crowded along edges satisfy it and leave
flat places bare. So a frame starts with the fine detail of patches of the painting that are
coloured and shaded like what lies there (as in image quilting, Efros and Freeman 2001); the
optimisation then keeps of it what the painting's distribution asks for.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_task.painting.pictures import Picture

_TILE = 32
_CANDIDATES = 600
_GLANCE = 4
_DETAIL = 3.0
_CHOICE = 3


class Strokes:
    """Patches of style pictures by what they look like at a glance, and their fine detail."""

    def __init__(self, styles: Sequence[tuple[Picture, float]], seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._tile = min(_TILE, *(min(picture.shape[:2]) // 2 * 2 for picture, _ in styles))
        glances, details = [], []
        for picture, share in styles:
            detail = picture - cv2.GaussianBlur(picture, (0, 0), _DETAIL)
            count = max(_CHOICE, round(_CANDIDATES * share))
            rows = rng.integers(0, picture.shape[0] - self._tile + 1, count)
            columns = rng.integers(0, picture.shape[1] - self._tile + 1, count)
            places = list(zip(rows, columns, strict=True))
            glances.append(_glances(picture, places, self._tile))
            details.append(np.stack([_cut(detail, place, self._tile) for place in places]))
        self._glances, self._details = np.concatenate(glances), np.concatenate(details)
        window = np.hanning(self._tile + 1)[:-1]
        self._window = np.outer(window, window).astype(np.float32)[..., None]
        self._rng_seed = seed

    def under(self, content: Picture) -> Picture:
        """The detail to add to a picture of any size, tiles overlapping by half."""
        tile, hop = self._tile, self._tile // 2
        height, width = content.shape[:2]
        below, right = -height % hop + hop, -width % hop + hop
        sides = (hop, below, hop, right)
        padded = np.asarray(cv2.copyMakeBorder(content, *sides, cv2.BORDER_REPLICATE), np.float32)
        places = [
            (y, x)
            for y in range(0, padded.shape[0] - tile + 1, hop)
            for x in range(0, padded.shape[1] - tile + 1, hop)
        ]
        chosen = self._nearest(_glances(padded, places, tile))
        laid, weight = np.zeros_like(padded), np.zeros((*padded.shape[:2], 1), np.float32)
        for (y, x), index in zip(places, chosen, strict=True):
            laid[y : y + tile, x : x + tile] += self._window * self._details[index]
            weight[y : y + tile, x : x + tile] += self._window**2
        # Overlapping details are independent: dividing by the root of the summed squares keeps
        # their contrast, an average would halve it.
        laid /= np.sqrt(weight) + 1e-3
        return laid[hop : hop + height, hop : hop + width]

    def _nearest(self, glances: NDArray[np.float32]) -> NDArray[np.int64]:
        squares = np.square(self._glances).sum(axis=1)
        distance = squares[None] - 2 * glances @ self._glances.T
        best = np.argsort(distance, axis=1, kind="stable")[:, :_CHOICE]
        # The same tile side by side would show as a pattern.
        turn = np.random.default_rng(self._rng_seed).integers(0, _CHOICE, len(glances))
        return np.asarray(best[np.arange(len(glances)), turn])


def _glances(picture: Picture, places: Sequence[tuple[int, int]], tile: int) -> NDArray[np.float32]:
    small = [
        cv2.resize(_cut(picture, place, tile), (_GLANCE, _GLANCE), interpolation=cv2.INTER_AREA)
        for place in places
    ]
    return np.asarray(np.stack(small).reshape(len(places), -1), np.float32)


def _cut(picture: Picture, place: tuple[int, int], tile: int) -> Picture:
    y, x = int(place[0]), int(place[1])
    return picture[y : y + tile, x : x + tile]
