"""How big a clip may be, and the sentence a visitor reads when one is bigger."""

from dataclasses import dataclass

from gpu_task.errors import InvalidClip


@dataclass(frozen=True)
class Limits:
    """The most that `read_clip` takes: `pixels` of one frame, `frames` and `seconds` of a clip."""

    pixels: int = 50_000_000
    frames: int = 3_000
    seconds: float = 3_600.0

    def check_size(self, width: int, height: int) -> None:
        """Raise InvalidClip for a picture without area or with more than the allowed pixels."""
        if width < 1 or height < 1:
            raise InvalidClip(
                f"The clip is {width}x{height} pixels: a side of zero leaves nothing to paint; "
                "each side must be at least 1 pixel."
            )
        if width * height > self.pixels:
            raise InvalidClip(
                f"The clip is {width}x{height} pixels, {width * height} in all; "
                f"at most {self.pixels} pixels are allowed."
            )

    def check_frames(self, frames: int) -> None:
        """Raise InvalidClip for no frame at all or for more than the allowed number."""
        if frames < 1:
            raise InvalidClip("The clip has no frame; at least one is needed.")
        if frames > self.frames:
            raise InvalidClip(
                f"The clip has {frames} frames or more; at most {self.frames} frames are allowed."
            )

    def check_seconds(self, seconds: float) -> None:
        """Raise InvalidClip for a clip that plays longer than allowed."""
        if seconds > self.seconds:
            raise InvalidClip(
                f"The clip plays for {seconds:g} seconds; at most {self.seconds:g} are allowed."
            )
