"""Where a job stands at one moment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """Where a job stands: the state of the workflow, the status, the frames."""

    state: str
    status: str
    frame: int = 0
    of: int = 0
    phase: str = ""
    seconds_left: float | None = None

    def words(self) -> str:
        """For example `PaintClip: painting, frame 3 of 24, about 20 s left`."""
        parts = [self.phase or self.status.replace("_", " ")]
        if self.of:
            parts.append(f"frame {self.frame} of {self.of}")
        if self.seconds_left is not None:
            parts.append(f"about {self.seconds_left:.0f} s left")
        return f"{self.state}: {', '.join(parts)}"
