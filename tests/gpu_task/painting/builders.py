"""Small clips, paintings and stores that the tests of the painter share."""

from pathlib import Path

import cv2
import h5py  # type: ignore[import-untyped]
import numpy as np

from gpu_task.clip.model import ClipInfo, Frame, Frames, Mask, Pixels
from gpu_task.painting import Painted, PaintingOptions, Style, paint
from gpu_task.painting.options import OnProgress, ShouldStop
from gpu_task.painting.vgg16 import CHANNELS, LAYERS

HEIGHT, WIDTH = 40, 48
QUICK = PaintingOptions(objective="patches")


class MemoryCheckpoints:
    """Checkpoints in a dict; `saved` lists every name in the order of saving."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.saved: list[str] = []

    def save(self, name: str, data: bytes) -> None:
        self.files[name] = data
        self.saved.append(name)

    def load(self, name: str) -> bytes | None:
        return self.files.get(name)


def texture(seed: int, height: int = HEIGHT, width: int = WIDTH) -> Pixels:
    """Soft coloured spots over the whole range of colours."""
    rng = np.random.default_rng(seed)
    small = rng.uniform(0, 255, (height // 4 + 1, width // 4 + 1, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def painting(seed: int = 100) -> Style:
    """A picture of slanted strokes."""
    rng = np.random.default_rng(seed)
    canvas = np.full((96, 128, 3), rng.integers(40, 200, 3), np.uint8)
    for _ in range(400):
        x, y = int(rng.integers(0, 128)), int(rng.integers(0, 96))
        colour = tuple(int(part) for part in rng.integers(0, 255, 3))
        cv2.line(canvas, (x, y), (x + 7, y + 4), colour, 2, cv2.LINE_AA)
    return Style(canvas)


def moving_spot(count: int, step: int = 3, seed: int = 1) -> list[Frame]:
    """A disc that crosses a background which stands still."""
    frames = []
    for index in range(count):
        rgb = texture(seed)
        cv2.circle(rgb, (8 + step * index, HEIGHT // 2), 6, (250, 240, 30), -1)
        frames.append(Frame(rgb))
    return frames


def clip_of(frames: Frames, loop: int | None = None) -> ClipInfo:
    height, width = frames[0].rgb.shape[:2]
    transparent = any(frame.opaque is not None for frame in frames)
    return ClipInfo(width, height, (100,) * len(frames), loop, transparent)


def hole(height: int = HEIGHT, width: int = WIDTH) -> Mask:
    opaque = np.ones((height, width), np.bool_)
    opaque[: height // 3, : width // 2] = False
    return opaque


def painted(
    frames: Frames,
    options: PaintingOptions = QUICK,
    store: MemoryCheckpoints | None = None,
    loop: int | None = None,
    on_progress: OnProgress = lambda progress: None,
    should_stop: ShouldStop = lambda: False,
) -> Painted:
    """The frames, painted like `painting()`."""
    store = MemoryCheckpoints() if store is None else store
    info = clip_of(frames, loop)
    return paint(info, frames, [painting()], options, store, on_progress, should_stop)


def random_vgg16_file(path: Path) -> Path:
    """A weights file of the right layout with random numbers in it: no trained network."""
    rng = np.random.default_rng(0)
    incoming = 3
    with h5py.File(path, "w") as file:
        for name in LAYERS:
            outgoing = CHANNELS[int(name[5]) - 1]
            spread = (2 / (9 * incoming)) ** 0.5
            kernel = rng.normal(0, spread, (3, 3, incoming, outgoing)).astype(np.float32)
            group = file.create_group(name).create_group(name)
            group.create_dataset("kernel:0", data=kernel)
            group.create_dataset("bias:0", data=np.zeros(outgoing, np.float32))
            incoming = outgoing
    return path
