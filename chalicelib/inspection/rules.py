"""The limits, and the sentence that a visitor reads when something is beyond them."""

import math
from dataclasses import dataclass

from chalicelib.errors import InvalidUpload
from chalicelib.limits import Limits

LEAST_SIDE = 32
"""Pixels: what the painter's deepest layers still need, of a clip and of a style picture."""

MOST_TRACKS = 32
"""Of a video: what the painter's decoder makes room for."""


@dataclass(frozen=True)
class Rules:
    """What a file is held against. `subject` is what the visitor calls it."""

    limits: Limits
    subject: str = "clip"

    def check_size(self, width: int, height: int) -> None:
        self.check_pixels(width, height)
        if min(width, height) < LEAST_SIDE:
            raise InvalidUpload(
                f"The {self.subject} is {width} × {height} pixels; "
                f"each side must have at least {LEAST_SIDE}."
            )

    def check_pixels(self, width: int, height: int) -> None:
        if width * height > self.limits.pixels:
            raise InvalidUpload(
                f"The {self.subject} is {width} × {height} pixels "
                f"({width * height / 1e6:.1f} million); "
                f"the limit is {self.limits.pixels / 1e6:.1f} million."
            )

    def check_frames(self, frames: int) -> None:
        if frames < 1:
            raise InvalidUpload(f"The {self.subject} has no picture in it; it needs at least one.")
        if frames > self.limits.frames:
            raise InvalidUpload(
                f"The {self.subject} has {frames} frames; the limit is {self.limits.frames}."
            )

    def check_tracks(self, tracks: int) -> None:
        if tracks > MOST_TRACKS:
            raise InvalidUpload(f"The video has {tracks} tracks; the limit is {MOST_TRACKS}.")

    def check_seconds(self, seconds: float) -> None:
        if seconds > self.limits.seconds:
            # Rounded up: what is over the limit must not read as the limit itself.
            shown = f"{math.ceil(round(seconds * 100, 6)) / 100:.2f}".rstrip("0").rstrip(".")
            raise InvalidUpload(
                f"The {self.subject} lasts {shown} seconds; the limit is {self.limits.seconds}."
            )


def too_large(size: int, limits: Limits) -> InvalidUpload | None:
    """The refusal of a file by its size alone, before it is fetched."""
    if size <= limits.bytes:
        return None
    return InvalidUpload(
        f"The file has {size / 1e6:.1f} MB; the limit is {limits.bytes / 1e6:.1f} MB."
    )


def check_bytes(size: int, limits: Limits) -> None:
    if size == 0:
        raise InvalidUpload("The file is empty.")
    refusal = too_large(size, limits)
    if refusal is not None:
        raise refusal
