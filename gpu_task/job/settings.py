"""What user data tells the painter about its stage, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

NAMES = ("JOBS_TABLE", "UPLOADS_BUCKET", "MEDIA_BUCKET", "OBJECTIVE", "PAINTING_MINUTES")


class MissingSetting(Exception):
    """A setting is missing or malformed; the message names it."""


@dataclass(frozen=True)
class JobSettings:
    """Names of the environment, lower-cased. `painting_minutes` is the budget for one clip."""

    jobs_table: str
    uploads_bucket: str
    media_bucket: str
    objective: str
    painting_minutes: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "JobSettings":
        """Raises MissingSetting that names every missing variable."""
        missing = [name for name in NAMES if not environment.get(name)]
        if missing:
            raise MissingSetting(f"missing in the environment: {', '.join(missing)}")
        minutes = environment["PAINTING_MINUTES"]
        if not minutes.isdigit():
            raise MissingSetting(f"PAINTING_MINUTES is {minutes!r}, not a whole number")
        return cls(
            jobs_table=environment["JOBS_TABLE"],
            uploads_bucket=environment["UPLOADS_BUCKET"],
            media_bucket=environment["MEDIA_BUCKET"],
            objective=environment["OBJECTIVE"],
            painting_minutes=int(minutes),
        )
