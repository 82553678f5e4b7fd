"""How large a clip may be, and how often somebody may send one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most a clip may have: bytes of the file, pixels of one frame, frames, seconds."""

    bytes: int
    pixels: int
    frames: int
    seconds: int


@dataclass(frozen=True)
class Quotas:
    """The most uploads in a day (UTC): for one mailbox, and from one anonymous identity."""

    per_address: int
    per_identity: int
