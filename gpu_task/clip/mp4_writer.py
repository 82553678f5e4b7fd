"""MP4 files (H.264) in which every frame is shown for as long as in the clip."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from gpu_task.clip.ffmpeg import FfmpegError, command, complaint
from gpu_task.clip.fit import fitting
from gpu_task.clip.matroska import stream_header, timed_frame
from gpu_task.clip.model import ClipInfo, Frame, Frames, Pixels
from gpu_task.clip.replacing import replacing

_UNTIMED = 100
_ENCODING = [
    *("-map", "0:v", "-fps_mode", "passthrough", "-enc_time_base", "demux"),
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=lanczos+accurate_rnd,format=yuv420p"),
    # Without B-frames the order of storing is that of showing, so the last frame's time is kept.
    *("-c:v", "libx264", "-preset", "medium", "-crf", "18", "-bf", "0"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "iec61966-2-1"),
    *("-color_range", "tv", "-video_track_timescale", "1000", "-movflags", "+faststart"),
    *("-f", "mp4"),
]


def write_mp4(path: str | Path, info: ClipInfo, frames: Frames) -> None:
    """Write the clip once through, reading `frames` once; whole or not at all.

    See-through pixels become white. H.264's halved colour needs even sides: an odd one repeats its
    last row or column. A delay of 0, which no video can hold, becomes the 100 ms for which browsers
    show it. Raises FfmpegError when the encoder fails.
    """
    with replacing(path) as temporary, TemporaryFile() as stderr:
        encoder = subprocess.Popen(
            command("-f", "matroska", "-i", "pipe:0", *_ENCODING, f"file:{temporary}"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
        try:
            _feed(encoder, info, frames)
        finally:
            encoder.kill()
            encoder.wait()
        if encoder.returncode:
            stderr.seek(0)
            raise FfmpegError(complaint(stderr.read()))


def _feed(encoder: subprocess.Popen[bytes], info: ClipInfo, frames: Frames) -> None:
    if encoder.stdin is None:
        raise ValueError("The encoder must read from a pipe.")
    try:
        with encoder.stdin as pipe:
            for piece in _stream(info, frames):
                pipe.write(piece)
    except BrokenPipeError:
        # The encoder has given up; its exit status and message say why.
        pass
    encoder.wait()


def _stream(info: ClipInfo, frames: Frames) -> Iterator[bytes]:
    yield stream_header(info.width + info.width % 2, info.height + info.height % 2)
    start = 0
    for frame, delay in zip(fitting(info, frames), info.delays, strict=True):
        yield timed_frame(_even(flattened(frame)), start, delay or _UNTIMED)
        start += delay or _UNTIMED


def flattened(frame: Frame) -> Pixels:
    """The frame's pixels over white."""
    if frame.opaque is None:
        return frame.rgb
    return np.where(frame.opaque[..., None], frame.rgb, np.uint8(255))


def _even(rgb: Pixels) -> Pixels:
    height, width, _ = rgb.shape
    return np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
