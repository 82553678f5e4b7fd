"""What every kind of file is opened as before it is checked."""

from collections.abc import Callable
from dataclasses import dataclass

from gpu_task.clip.lazy import LazyFrames


@dataclass(frozen=True)
class Source:
    """An opened file: size, delays in milliseconds, loop count as in ClipInfo, and its frames.

    `transparent` is None while nobody has decoded every frame yet.
    """

    width: int
    height: int
    delays: tuple[int, ...]
    loop: int | None
    frames: LazyFrames
    close: Callable[[], None]
    transparent: bool | None = None
