"""`read_clip`: any file that the painter takes becomes a clip."""

import struct
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from gpu_task.clip.gif_frames import open_gif
from gpu_task.clip.limits import Limits
from gpu_task.clip.model import ClipInfo, Frames
from gpu_task.clip.pictures import open_jpeg, open_png, open_webp
from gpu_task.clip.source import Source
from gpu_task.clip.video import open_video
from gpu_task.errors import InvalidClip

_KINDS = "GIF, PNG, JPEG, WebP, MP4 or WebM"


@dataclass(frozen=True, eq=False)
class Clip(AbstractContextManager["Clip"]):
    """An open clip: `info` says all but the pixels, `frames` decodes them one at a time."""

    info: ClipInfo
    frames: Frames
    close: Callable[[], None] = field(repr=False)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_clip(path: str | Path, limits: Limits | None = None) -> Clip:
    """Open a GIF, PNG, APNG, JPEG, WebP, MP4 or WebM file, told by its content.

    Limits are checked before pixels are decoded. Every frame is then decoded once, so that what is
    returned is whole: InvalidClip says what was given and what is allowed.
    """
    path = Path(path)
    try:
        source = _open(path, limits or Limits())
    except (struct.error, IndexError) as error:
        raise InvalidClip(f"The clip is damaged: {error}.") from error
    try:
        transparent = _decode_all(source) if source.transparent is None else source.transparent
    except BaseException:
        source.close()
        raise
    info = ClipInfo(source.width, source.height, source.delays, source.loop, transparent)
    return Clip(info, source.frames, source.close)


def _decode_all(source: Source) -> bool:
    """Whether any frame has see-through pixels; raises InvalidClip at the first damaged one."""
    transparent = False
    for frame in source.frames:
        transparent |= frame.opaque is not None
    return transparent


def _open(path: Path, limits: Limits) -> Source:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise InvalidClip(f"The clip cannot be read: {error.strerror}.") from error
    if not head:
        raise InvalidClip(f"The clip is empty (0 bytes); it must be a {_KINDS} file.")
    if head.startswith((b"GIF87a", b"GIF89a")):
        return open_gif(path, limits)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return open_png(path, limits)
    if head.startswith(b"\xff\xd8\xff"):
        return open_jpeg(path, limits)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return open_webp(path, limits)
    if head[4:8] == b"ftyp":
        return open_video(path, limits, "mov")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return open_video(path, limits, "matroska")
    raise InvalidClip(f"The clip's content is none of {_KINDS}, whatever its name says.")
