"""Clips that the tests write and read."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from gpu_task.clip import ClipInfo, Frame, Frames
from gpu_task.clip.lazy import LazyFrames

LOOPS = st.one_of(st.none(), st.integers(0, 0xFFFF))


class MadeFrames(LazyFrames):
    """Textured frames with a moving half, made when asked for; some are see-through in places."""

    def __init__(
        self, count: int, width: int = 64, height: int = 48, see_through: bool = False
    ) -> None:
        super().__init__(count)
        self._see_through = see_through
        rng = np.random.default_rng(5)
        noise = rng.integers(40, 215, (height // 4 + 1, 64, 1)) + rng.integers(-40, 40, (64, 3))
        picture = Image.fromarray(noise.astype(np.uint8))
        picture = picture.resize((width * 8, height), Image.Resampling.BICUBIC)
        self._still = np.asarray(picture)
        self._width = width

    def _decode(self, position: int) -> Frame:
        rgb = self._still[:, : self._width].copy()
        half = len(rgb) // 2
        shift = 3 * position % (7 * self._width)
        rgb[:half] = self._still[:half, shift : shift + self._width]
        if not self._see_through:
            return Frame(rgb)
        opaque = np.ones(rgb.shape[:2], np.bool_)
        opaque[position % half :][:7, self._width // 4 : self._width // 2] = False
        return Frame(rgb, opaque)


def info_of(frames: Frames, delays: Sequence[int] | None = None, loop: int | None = 0) -> ClipInfo:
    height, width, _ = frames[0].rgb.shape
    transparent = any(frame.opaque is not None for frame in frames)
    return ClipInfo(width, height, tuple(delays or (70,) * len(frames)), loop, transparent)


@st.composite
def small_frames(draw: st.DrawFn) -> tuple[Frame, ...]:
    """One to six tiny frames, often alike, sometimes see-through or all alike."""
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    colours = st.sampled_from((0, 1, 40, 127, 128, 254, 255))
    pictures = draw(
        st.lists(arrays(np.uint8, (height, width, 3), elements=colours), min_size=1, max_size=3)
    )
    masks: list[np.ndarray | None] = [None]
    masks += draw(st.lists(arrays(np.bool_, (height, width)), max_size=2))
    count = draw(st.integers(1, 6))
    return tuple(
        Frame(draw(st.sampled_from(pictures)), _normal(draw(st.sampled_from(masks))))
        for _ in range(count)
    )


def _normal(mask: np.ndarray | None) -> np.ndarray | None:
    return None if mask is None or mask.all() else mask


def opacity(frame: Frame) -> np.ndarray:
    return np.ones(frame.rgb.shape[:2], np.bool_) if frame.opaque is None else frame.opaque


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """Peak signal-to-noise ratio in decibels of 8-bit pictures."""
    error = np.mean((one.astype(float) - other) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-9)))
