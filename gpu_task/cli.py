"""The painter at the command line: a clip in, a painted clip out, no cloud."""

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from gpu_task.clip import read_clip, write_gif, write_mp4, write_poster, write_webp
from gpu_task.clip.ffmpeg import FfmpegError
from gpu_task.clip.model import ClipInfo, Frames
from gpu_task.errors import Interrupted, InvalidClip, PaintingFailed
from gpu_task.styles import resolve_style

if TYPE_CHECKING:
    from gpu_task.painting.options import OnProgress, Progress, Style

Writer = Callable[[Path, ClipInfo, Frames], object]
WRITERS: dict[str, Writer] = {
    ".gif": write_gif,
    ".mp4": write_mp4,
    ".webp": write_webp,
    ".png": write_poster,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status.

    0 is done, 1 cannot be painted, 2 wrong usage, 130 stopped by Ctrl-C.
    """
    chosen = _parser().parse_args(arguments)
    # TensorFlow's greeting is no answer to the user's command.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if chosen.command == "job":
        from gpu_task.job.runner import run_job

        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        return run_job(chosen.job_id)
    try:
        stylize(chosen)
    except (PaintingFailed, Interrupted, FfmpegError, ValueError, OSError) as error:
        print(f"gpu_task: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("gpu_task: stopped", file=sys.stderr)
        return 130
    return 0


def stylize(chosen: argparse.Namespace) -> None:
    """Paint `chosen.clip` into `chosen.output`, going on from `chosen.checkpoints` if given."""
    from gpu_task.painting import FolderCheckpoints, PaintingOptions, paint

    options = PaintingOptions(
        objective=chosen.objective,
        strength=chosen.strength,
        keep_colours=chosen.keep_colours,
        style_scale=chosen.style_scale,
        seed=chosen.seed,
        minutes=chosen.minutes,
        max_side=chosen.max_side,
        vgg16_weights=chosen.vgg16_weights,
        vgg16_sha256=chosen.vgg16_sha256,
    )
    styles = _styles(chosen.style, chosen.weights)
    with read_clip(chosen.clip) as clip, _folder(chosen.checkpoints) as folder:
        store = FolderCheckpoints(folder)
        with _shown() as on_progress:
            painted = paint(clip.info, clip.frames, styles, options, store, on_progress)
        WRITERS[chosen.output.suffix.lower()](chosen.output, painted.info, painted.frames)
    for note in painted.notes:
        print(note, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("gpu_task", description="Paint a clip like a painting.")
    commands = parser.add_subparsers(dest="command", required=True)
    job = commands.add_parser("job", help="paint a job of the service")
    job.add_argument("job_id", metavar="JOB_ID")
    paint = commands.add_parser("stylize", help="paint a file")
    paint.add_argument("clip", metavar="CLIP", type=Path)
    add = paint.add_argument
    add("--style", required=True, action="append", metavar="NAME_OR_FILE", help="may be repeated")
    add("--weights", metavar="W,W", type=_numbers, help="shares of the styles, as many as styles")
    add("--output", required=True, type=_output, metavar="FILE", help=", ".join(WRITERS))
    add("--objective", choices=("auto", "vgg16", "patches"), default="auto")
    add("--vgg16-weights", type=Path, metavar="FILE", help="Keras weights file of VGG16")
    add("--vgg16-sha256", metavar="HEX", help="its hash, for a file that Keras did not publish")
    add("--strength", type=float, default=0.7, help="0: the clip, 1: the painting")
    add("--keep-colours", action="store_true", help="paint with the clip's own colours")
    add("--style-scale", type=float, default=1.0, help="size of the brush strokes")
    add("--seed", type=int, default=0)
    add("--minutes", type=float, help="plan size and steps to take no longer")
    add("--max-side", type=int, default=1024, help="paint no larger than this, then enlarge")
    add("--checkpoints", type=Path, metavar="FOLDER", help="keep finished frames, go on from them")
    return parser


def _output(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in WRITERS:
        raise argparse.ArgumentTypeError(f"{text} must end in one of {', '.join(WRITERS)}")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{path.parent} is no folder")
    return path


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} must be numbers with commas between") from None


def _styles(names: Sequence[str], weights: Sequence[float] | None) -> list["Style"]:
    from gpu_task.painting import read_style

    weights = [1.0] * len(names) if weights is None else weights
    if len(weights) != len(names):
        raise InvalidClip(f"There are {len(names)} styles but {len(weights)} weights.")
    pairs = zip(names, weights, strict=True)
    return [read_style(resolve_style(name), weight) for name, weight in pairs]


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="painting-") as folder:
        yield Path(folder)


@contextmanager
def _shown() -> Iterator["OnProgress"]:
    """A bar at a terminal, a line for every tenth of the frames elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _print_tenths
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("painting", total=None)
        yield lambda progress: bar.update(task, completed=progress.frame, total=progress.of)


def _print_tenths(progress: "Progress") -> None:
    tenths = progress.frame * 10 // max(progress.of, 1)
    if progress.frame and tenths > (progress.frame - 1) * 10 // progress.of:
        print(f"{progress.phase}: {progress.frame} of {progress.of} frames", file=sys.stderr)
