"""MP4 and WebM files: frame-exact, with the timestamps of the file."""

import re
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from gpu_task.clip.chunks import delays_between
from gpu_task.clip.ffmpeg import FfmpegError, command, output_of
from gpu_task.clip.lazy import LazyFrames
from gpu_task.clip.limits import Limits
from gpu_task.clip.model import Frame
from gpu_task.clip.source import Source
from gpu_task.clip.video_length import DAMAGED, check_whole
from gpu_task.errors import InvalidClip

_MOST_TRACKS = "32"
"""FFmpeg makes room for each: a third of a megabyte, up to a thousand times."""


@dataclass(frozen=True)
class _Listing:
    """Size in pixels, and every frame's (start, duration) in seconds in order of showing."""

    width: int
    height: int
    times: tuple[tuple[Fraction, Fraction], ...]


def open_video(path: Path, limits: Limits, container: str) -> Source:
    """Open the first video track of a file in ffmpeg's `container` format.

    Packets are listed and held against the limits before a frame is decoded; then every frame is
    decoded once for its timestamp, and any error in the stream refuses the clip.
    """
    check_whole(path, container)
    # A fixed format and protocol: a playlist in disguise must not make ffmpeg open other files.
    given = ["-protocol_whitelist", "file", "-max_streams", _MOST_TRACKS]
    given += ["-f", container, "-i", f"file:{path}"]
    given += ["-map", "0:V:0"]
    # A file of nothing but empty packets would fill the memory with their listing.
    enough = ["-frames:v", str(limits.frames + 1)]
    packets = _listing([*given, *enough, "-c", "copy"])
    limits.check_size(packets.width, packets.height)
    limits.check_frames(len(packets.times))
    first = min(start for start, _ in packets.times)
    limits.check_seconds(float(max(start + lasts for start, lasts in packets.times) - first))
    # A stream may change its size on the way; the decoder must hold to the limit as well.
    given = ["-max_pixels", str(limits.pixels), *given]
    shown = _listing(["-xerror", "-err_detect", "explode", *given, *enough, *_EVERY_FRAME])
    limits.check_size(shown.width, shown.height)
    limits.check_frames(len(shown.times))
    frames = VideoFrames(given, shown.width, shown.height, len(shown.times))
    return Source(
        shown.width, shown.height, _delays(shown), None, frames, frames.close, transparent=False
    )


_EVERY_FRAME = ["-fps_mode", "passthrough", "-enc_time_base", "demux", "-pix_fmt", "rgb24"]


class VideoFrames(LazyFrames):
    """Frames from one running ffmpeg; going back starts another."""

    def __init__(self, given: list[str], width: int, height: int, count: int) -> None:
        super().__init__(count)
        self._given = given
        self._shape = (height, width, 3)
        self._process: subprocess.Popen[bytes] | None = None
        self._next = 0

    def close(self) -> None:
        """Stop ffmpeg if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _decode(self, position: int) -> Frame:
        if self._process is None or position < self._next:
            self._start()
        while self._next < position:
            self._read()
        rgb = np.frombuffer(self._read(), np.uint8).reshape(self._shape)
        return Frame(rgb)

    def _start(self) -> None:
        self.close()
        self._process = subprocess.Popen(
            command(*self._given, *_EVERY_FRAME, "-f", "rawvideo", "-"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._next = 0

    def _read(self) -> bytearray:
        if self._process is None or self._process.stdout is None:
            raise ValueError("The clip is closed.")
        size = self._shape[0] * self._shape[1] * 3
        pixels = bytearray(self._process.stdout.read(size))
        if len(pixels) != size:
            raise InvalidClip(f"Frame {self._next + 1} of the video can no longer be decoded.")
        self._next += 1
        return pixels


def _listing(arguments: list[str]) -> _Listing:
    """What ffmpeg's framecrc format says of the packets or frames that it is given."""
    try:
        lines = output_of([*arguments, "-f", "framecrc", "-"]).splitlines()
    except FfmpegError as error:
        if "matches no streams" in str(error):
            raise InvalidClip("The video has no pictures, only sound or text.") from error
        raise InvalidClip(DAMAGED) from error
    header = dict(re.findall(r"^#(tb|dimensions) 0: (\S+)$", "\n".join(lines), re.MULTILINE))
    times = []
    for line in lines:
        if not line.startswith("#"):
            _, _, start, lasts, *_ = (int(part) for part in line.split(",")[:4])
            times.append((start, lasts))
    if not times:
        raise InvalidClip("The video has no frame; at least one is needed.")
    base = Fraction(header["tb"])
    width, height = header["dimensions"].split("x")
    return _Listing(
        int(width), int(height), tuple((base * start, base * lasts) for start, lasts in times)
    )


def _delays(listing: _Listing) -> tuple[int, ...]:
    """Milliseconds from frame to frame, and for the last one what the file gives it."""
    starts = [start for start, _ in listing.times]
    end = starts[-1] + listing.times[-1][1]
    return delays_between([float(1000 * (time - starts[0])) for time in (*starts, end)])
