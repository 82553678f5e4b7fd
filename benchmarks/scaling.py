"""Peak memory for short and long clips, and how time grows with pixels and frames."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Report, Row, at_most
from benchmarks.subjects import Swaying, read_picture
from gpu_task.clip.model import ClipInfo
from gpu_task.painting import FolderCheckpoints, PaintingOptions, Progress, Style, paint

_SMALL = 96
_WIDTHS = (96, 192, 384)


def measure(picture: Path, style: Path, long: int) -> Report:
    """Each clip in a process of its own, as peak memory never falls in one."""
    short = _painted(picture, style, 30, _SMALL)
    lasting = _painted(picture, style, long, _SMALL)
    rows = [
        Row(f"peak memory, 30 frames at {_SMALL} wide", short["peak_mb"], "MB"),
        Row(f"peak memory, {long} frames", lasting["peak_mb"], "MB"),
        at_most("long / short", lasting["peak_mb"] / short["peak_mb"], "", 1.1),
        Row("seconds a frame, 30 frames", short["seconds"], "s"),
        Row(f"seconds a frame, {long} frames", lasting["seconds"], "s"),
    ]
    for width in _WIDTHS:
        each = short if width == _SMALL else _painted(picture, style, 8, width)
        pixels = width * _height(width) / 1e6
        name = f"{width}x{_height(width)}: seconds a frame per megapixel"
        rows.append(Row(name, each["seconds"] / pixels, "s"))
    return Report("Memory and scaling", rows, ["A swaying picture; after the first frame."])


def _height(width: int) -> int:
    return width * 3 // 4


def _painted(picture: Path, style: Path, count: int, width: int) -> dict[str, float]:
    arguments = [str(picture), str(style), str(count), str(width)]
    command = [sys.executable, "-m", "benchmarks.scaling", *arguments]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(found.stdout))


def _main(picture: Path, style: Path, count: int, width: int) -> None:
    frames = Swaying(read_picture(picture), count, width, _height(width))
    info = ClipInfo(width, _height(width), (100,) * count, None)
    times: list[float] = []

    def follow(progress: Progress) -> None:
        times.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        store = FolderCheckpoints(Path(folder))
        options = PaintingOptions(objective="patches")
        paint(info, frames, [Style(read_picture(style))], options, store, follow)
    print(json.dumps({"peak_mb": _peak_mb(), "seconds": (times[-1] - times[1]) / (count - 1)}))


def _peak_mb() -> float:
    """Not getrusage's: that one counts what the starting process held, too."""
    lines = Path("/proc/self/status").read_text().split("\n")
    peak = next(line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
