"""`patches` over a clip against painting every frame from scratch: speed, flicker and style."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.quality import Quality, quality
from benchmarks.report import Report, Row, at_least, at_most
from benchmarks.subjects import info_of
from gpu_task.clip.model import Frame, Pixels
from gpu_task.painting import FolderCheckpoints, PaintingOptions, Progress, Style, paint
from gpu_task.painting.colours import colour_map
from gpu_task.painting.frame_painter import FramePainter
from gpu_task.painting.patches import PatchesObjective
from gpu_task.painting.pictures import from_pixels, to_pixels
from gpu_task.painting.prepared import prepared
from gpu_task.painting.subject import colours_of

_OPTIONS = PaintingOptions(objective="patches")


def measure(frames: Sequence[Pixels], style: Pixels, from_scratch: int) -> list[Report]:
    """The whole clip our way, its first `from_scratch` frames each on its own."""
    ours, seconds = _as_a_clip(frames, style)
    alone, each = _one_by_one(frames[:from_scratch], style)
    after_first = statistics.median(seconds[1:])
    mine = quality(frames[:from_scratch], ours[:from_scratch], style)
    theirs = quality(frames[:from_scratch], alone, style)
    height, width = frames[0].shape[:2]
    said = f"{len(frames)} frames at {width}x{height}; from scratch: the first {from_scratch}."
    speed = [
        Row("first frame, with compiling", seconds[0], "s"),
        at_most("each frame after it (median)", after_first, "s", 0.6),
        Row("each frame from scratch, compiled before (median)", each, "s"),
        at_least("times faster after the first frame", each / after_first, "", 5),
        Row("whole clip", sum(seconds), "s"),
    ]
    return [
        Report("Patches: speed", speed, [said]),
        Report("Patches: flicker and style", _compared(mine, theirs), [said]),
    ]


def _compared(mine: Quality, theirs: Quality) -> list[Row]:
    rows = [
        Row("style gain", mine.style_gain, f"(from scratch {theirs.style_gain:.3f})"),
        at_least("style gain / from scratch", mine.style_gain / theirs.style_gain, "", 0.97),
        Row("content kept", mine.content_kept, f"(from scratch {theirs.content_kept:.3f})"),
        Row("warp error", mine.warp_error, f"levels (from scratch {theirs.warp_error:.2f})"),
        at_most("warp error / from scratch", mine.warp_error / theirs.warp_error, "", 0.15),
    ]
    if np.isnan(mine.still_flicker):
        return rows
    ratio = mine.still_flicker / theirs.still_flicker
    beside = f"levels (from scratch {theirs.still_flicker:.2f})"
    return [
        *rows,
        Row("still flicker", mine.still_flicker, beside),
        at_most("still flicker / from scratch", ratio, "", 0.15),
    ]


def _as_a_clip(frames: Sequence[Pixels], style: Pixels) -> tuple[list[Pixels], list[float]]:
    times = [time.perf_counter()]

    def follow(progress: Progress) -> None:
        if progress.frame:
            times.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        store = FolderCheckpoints(Path(folder))
        clip = [Frame(pixels) for pixels in frames]
        result = paint(info_of(frames), clip, [Style(style)], _OPTIONS, store, follow)
        painted = [frame.rgb for frame in result.frames]
    return painted, [float(taken) for taken in np.diff(times)]


def _one_by_one(frames: Sequence[Pixels], style: Pixels) -> tuple[list[Pixels], float]:
    picture = from_pixels(style)
    objective = PatchesObjective([(picture, 1.0)], _OPTIONS)
    margin, size = objective.margin, (frames[0].shape[0], frames[0].shape[1])
    seen = np.concatenate([from_pixels(frame).reshape(-1, 3)[::7] for frame in frames[::4]])
    colours = colour_map(seen, colours_of([(picture, 1.0)]), objective.colour_share)
    canvas = (size[0] + 2 * margin, size[1] + 2 * margin)
    painter = FramePainter(objective, canvas, 1.0, _OPTIONS.seed, colours)
    painted, taken = [], []
    for index, pixels in enumerate(frames):
        started = time.perf_counter()
        state = painter.begin(prepared(Frame(pixels), index, size, margin), scene=0)
        taken.append(time.perf_counter() - started)
        shown = state.painted[margin : margin + size[0], margin : margin + size[1]]
        painted.append(to_pixels(shown))
    return painted, statistics.median(taken[1:])
