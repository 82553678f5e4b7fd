"""What user data tells the painter about its stage, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from gpu_task.clip.limits import Limits

_TEXTS = ("STAGE", "JOBS_TABLE", "UPLOADS_BUCKET", "MEDIA_BUCKET", "OBJECTIVE")
_NUMBERS = ("PAINTING_MINUTES", "MAX_PIXELS", "MAX_FRAMES", "MAX_SECONDS")


class MissingSetting(Exception):
    """A setting is missing or malformed; the message names it."""


@dataclass(frozen=True)
class JobSettings:
    """Names of the environment, lower-cased. `painting_minutes` is the budget for one clip."""

    stage: str
    jobs_table: str
    uploads_bucket: str
    media_bucket: str
    objective: str
    painting_minutes: int
    limits: Limits

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "JobSettings":
        """Raises MissingSetting that names every variable that is missing or no whole number."""
        missing = [name for name in (*_TEXTS, *_NUMBERS) if not environment.get(name)]
        if missing:
            raise MissingSetting(f"missing in the environment: {', '.join(missing)}")
        wrong = [name for name in _NUMBERS if not environment[name].isdigit()]
        if wrong:
            raise MissingSetting(f"not a whole number: {', '.join(wrong)}")
        return cls(
            stage=environment["STAGE"],
            jobs_table=environment["JOBS_TABLE"],
            uploads_bucket=environment["UPLOADS_BUCKET"],
            media_bucket=environment["MEDIA_BUCKET"],
            objective=environment["OBJECTIVE"],
            painting_minutes=int(environment["PAINTING_MINUTES"]),
            limits=Limits(
                pixels=int(environment["MAX_PIXELS"]),
                frames=int(environment["MAX_FRAMES"]),
                seconds=int(environment["MAX_SECONDS"]),
            ),
        )
