"""The best 255 colours for a run of frames."""

from heapq import heapify, heappop, heappush
from itertools import count

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import Frame, Pixels

MOST_COLOURS = 255
"""One of a GIF's 256 palette entries is kept for see-through pixels."""

_BITS = 6
_BINS = 1 << 3 * _BITS
_SAMPLES = 1 << 14
_ROUNDS = 12

Colours = NDArray[np.float32]


def packed(rgb: Pixels, bits: int = 8) -> NDArray[np.intp]:
    """One number per colour of its highest bits, in the order of (red, green, blue)."""
    number = np.zeros(rgb.shape[:-1], np.intp)
    for channel in range(3):
        number <<= bits
        number |= rgb[..., channel] >> (8 - bits)
    return number


def unpacked(numbers: NDArray[np.intp], bits: int = 8) -> NDArray[np.intp]:
    """The channels (n, 3) that were packed."""
    shifts = [2 * bits, bits, 0]
    return np.stack([numbers >> shift & (1 << bits) - 1 for shift in shifts], axis=-1)


class ColourCount:
    """The colours of the frames shown to it: all of them while they are few, and a histogram."""

    def __init__(self) -> None:
        self._exact: NDArray[np.intp] | None = np.zeros(0, np.intp)
        self._weight = np.zeros(_BINS)
        self._sums = np.zeros((3, _BINS))

    def add(self, frame: Frame) -> None:
        """Count a frame's opaque pixels, evenly sampled when there are many."""
        pixels = frame.rgb.reshape(-1, 3) if frame.opaque is None else frame.rgb[frame.opaque]
        if self._exact is not None:
            found = np.union1d(self._exact, packed(pixels))
            self._exact = found if len(found) <= MOST_COLOURS else None
        # An odd step meets every column of a frame of even width.
        sample = pixels[:: len(pixels) // _SAMPLES | 1]
        cells = packed(sample, _BITS)
        np.add.at(self._weight, cells, 1.0)
        for channel in range(3):
            np.add.at(self._sums[channel], cells, sample[:, channel].astype(np.float64))

    @property
    def is_exact(self) -> bool:
        """Whether a palette can hold every colour that was counted."""
        return self._exact is not None

    def palette(self) -> Pixels:
        """At most 255 colours (n, 3), sorted: all that there are, or those of the least error."""
        if self._exact is not None:
            return unpacked(self._exact).astype(np.uint8)
        used = self._weight > 0
        weight = self._weight[used]
        points = (self._sums[:, used] / weight).T
        centres = _lloyd(points, weight, _split(points, weight))
        return np.unique(np.clip(np.rint(centres), 0, 255).astype(np.uint8), axis=0)


def _split(points: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centres by always halving the group of the most error at the mean of its widest channel."""
    order = count()

    def entry(group: NDArray[np.intp]) -> tuple[float, int, int, float, NDArray[np.intp]]:
        mean = np.average(points[group], axis=0, weights=weight[group])
        spread = weight[group] @ (points[group] - mean) ** 2
        channel = int(spread.argmax())
        return -float(spread.sum()), next(order), channel, float(mean[channel]), group

    groups = [entry(np.arange(len(points)))]
    heapify(groups)
    while len(groups) < MOST_COLOURS and groups[0][0] < 0:
        _, _, channel, mean, group = heappop(groups)
        low = points[group, channel] <= mean
        heappush(groups, entry(group[low]))
        heappush(groups, entry(group[~low]))
    return np.array(
        [np.average(points[group], axis=0, weights=weight[group]) for *_, group in groups]
    )


def _lloyd(
    points: NDArray[np.float64], weight: NDArray[np.float64], centres: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Lloyd's iteration: each centre moves to the mean of the colours nearest to it."""
    for _ in range(_ROUNDS):
        nearest = nearest_colour(points.astype(np.float32), centres.astype(np.float32))
        total = np.bincount(nearest, weight, minlength=len(centres))
        for channel in range(3):
            sums = np.bincount(nearest, weight * points[:, channel], minlength=len(centres))
            np.divide(sums, total, out=centres[:, channel], where=total > 0)
    return centres


def nearest_colour(points: Colours, centres: Colours) -> NDArray[np.intp]:
    """Index of the centre nearest to each point, (n,), by squared distance in RGB."""
    half_squares = (centres**2).sum(1) / 2
    found = [
        (half_squares - points[start : start + 4096] @ centres.T).argmin(1)
        for start in range(0, len(points), 4096)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.intp)
