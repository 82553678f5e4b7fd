"""Videos that the tests upload, made by FFmpeg: 64×48 pixels, 12 frames, 10 of them a second."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import imageio_ffmpeg

_PICTURES = ("-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=1.2")
_SOUND = ("-f", "lavfi", "-i", "sine=d=1.5")
_H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "4")
_VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")
_VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")

WHOLE = {
    "plain.mp4": (*_PICTURES, *_H264),
    "index-first.mp4": (*_PICTURES, *_H264, "-movflags", "faststart"),
    "fragments.mp4": (*_PICTURES, *_H264, "-movflags", "frag_keyframe+empty_moov"),
    "few-fragments.mp4": (*_PICTURES, *_H264, "-movflags", "frag_keyframe"),
    "quicktime.mov": (*_PICTURES, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"),
    "with-sound.mp4": (*_SOUND, *_PICTURES, *_H264, "-c:a", "aac"),
    "vp8.webm": (*_PICTURES, *_VP8),
    "vp9.webm": (*_PICTURES, *_VP9),
    "live.webm": (*_PICTURES, *_VP8, "-live", "1"),
    "with-sound.webm": (*_SOUND, *_PICTURES, *_VP8, "-c:a", "libopus"),
    "plain.mkv": (*_PICTURES, *_H264),
}
"""File names, and what FFmpeg is asked for."""


@cache
def video(name: str) -> bytes:
    """One of WHOLE."""
    return _made(name, *WHOLE[name])


@cache
def turned_video() -> bytes:
    """Lies on its side in the file and is shown upright."""
    return _remade("plain.mp4", before=("-display_rotation", "90"))


@cache
def trimmed_video() -> bytes:
    """Its edit list leaves out what was needed only to decode the rest: 7 frames are shown."""
    return _remade("plain.mp4", before=("-ss", "0.55"))


@cache
def sound_only(kind: str) -> bytes:
    return _made(f"sound.{kind}", *_SOUND)


def _remade(name: str, before: tuple[str, ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / name
        source.write_bytes(video(name))
        return _made(name, *before, "-i", str(source), "-c", "copy")


def _made(name: str, *arguments: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", *arguments]
        subprocess.run([*command, "-threads", "1", str(file)], check=True)
        return file.read_bytes()
