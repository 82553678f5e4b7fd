"""The ffmpeg program that imageio-ffmpeg brings, as a subprocess."""

import subprocess
from collections.abc import Sequence

import imageio_ffmpeg

_CHECK_SECONDS = 600
_LONGEST_COMPLAINT = 1000


def command(*arguments: str) -> list[str]:
    """A command line of ffmpeg that asks nothing and prints only errors."""
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error", *arguments]


def output_of(arguments: Sequence[str]) -> str:
    """What ffmpeg prints; raises FfmpegError for any complaint and after ten minutes.

    Not every error in a file ends in an exit status: a stream that stops early only gets a line.
    """
    try:
        done = subprocess.run(
            command(*arguments), capture_output=True, timeout=_CHECK_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FfmpegError(f"ffmpeg took more than {_CHECK_SECONDS} seconds") from error
    if done.returncode or done.stderr.strip():
        raise FfmpegError(complaint(done.stderr))
    return done.stdout.decode()


def complaint(stderr: bytes) -> str:
    """What ffmpeg said was wrong; the end of it when it said a lot."""
    return stderr.decode(errors="replace").strip()[-_LONGEST_COMPLAINT:] or "no reason given"


class FfmpegError(Exception):
    """ffmpeg did not do what it was told; the message is its own."""
