"""Memory does not grow with a clip's length."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from gpu_task.clip import (
    ClipInfo,
    Frames,
    read_clip,
    write_comparison,
    write_gif,
    write_mp4,
    write_webp,
)
from gpu_task.clip.blue_noise import blue_noise
from gpu_task.clip.scenes import quantiser_for
from tests.gpu_task.clip.clips import MadeFrames

SHORT, LONG = 30, 300


def write_both(path: Path, info: ClipInfo, frames: Frames) -> None:
    write_comparison(path, info, frames, frames)


def peak_of(work: Callable[[], None]) -> int:
    """Bytes of Python's and NumPy's memory at its highest during the work."""
    quantiser_for.cache_clear()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [write_gif, write_webp, write_mp4, write_both])
def test_writing_takes_the_same_memory_for_a_long_clip(
    tmp_path: Path, write: Callable[[Path, ClipInfo, Frames], None]
) -> None:
    blue_noise()

    def peak(count: int) -> int:
        frames = MadeFrames(count, *((192, 144) if write is write_mp4 else (96, 48)))
        height, width, _ = frames[0].rgb.shape
        info = ClipInfo(width, height, (40,) * count, 0)
        return peak_of(lambda: write(tmp_path / "clip", info, frames))

    peak(SHORT)  # What is loaded and kept at the first use is no part of the comparison.
    # A pipe's buffer more or less is no growth: the longer clip has 270 frames more.
    assert peak(LONG) < 1.1 * peak(SHORT) + 100_000


def save_gif(path: Path, frames: Frames) -> None:
    first, *others = (Image.fromarray(frame.rgb) for frame in frames)
    first.save(path, "GIF", save_all=True, append_images=others, duration=40)


def save_mp4(path: Path, frames: Frames) -> None:
    write_mp4(path, ClipInfo(96, 72, (40,) * len(frames), 0), frames)


@pytest.mark.parametrize("save", [save_gif, save_mp4])
def test_reading_takes_the_same_memory_for_a_long_clip(
    tmp_path: Path, save: Callable[[Path, Frames], None]
) -> None:
    def peak(count: int) -> int:
        save(tmp_path / "clip", MadeFrames(count, 96, 72))

        def read() -> None:
            with read_clip(tmp_path / "clip") as clip:
                assert sum(frame.rgb.shape == (72, 96, 3) for frame in clip.frames) == count

        return peak_of(read)

    timing = LONG * 1000
    assert peak(LONG) < 1.1 * peak(SHORT) + timing


PROCESS = """
import resource, sys
from pathlib import Path
from gpu_task.clip import ClipInfo, read_clip, write_gif, write_webp
from tests.gpu_task.clip.clips import MadeFrames
count, folder = int(sys.argv[1]), Path(sys.argv[2])
frames = MadeFrames(count, 96, 72)
info = ClipInfo(96, 72, (40,) * count, 0)
for write in (write_gif, write_webp):
    write(folder / "clip", info, frames)
    with read_clip(folder / "clip") as clip:
        assert sum(1 for _ in clip.frames) == count
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_whole_process_takes_the_same_memory_for_a_long_clip(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        command = [sys.executable, "-c", PROCESS, str(count), str(tmp_path)]
        return int(subprocess.run(command, check=True, capture_output=True).stdout)

    peak(SHORT)  # What is loaded and kept at the first use is no part of the comparison.
    # A pipe's buffer more or less is no growth: the longer clip has 270 frames more.
    assert peak(LONG) < 1.1 * peak(SHORT) + 100_000
