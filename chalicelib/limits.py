"""How large a clip may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most a clip may have: bytes of the file, pixels of one frame, frames, seconds."""

    bytes: int
    pixels: int
    frames: int
    seconds: int
