"""What user data tells the painter about its stage, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gpu_task.clip.limits import Limits

_TEXTS = ("STAGE", "PAINTERS_TABLE", "PAINTER_ROLE_ID", "MEDIA_BUCKET", "OBJECTIVE")
_AMOUNTS = ("PAINTING_MINUTES",)
_AMOUNT = re.compile(r"\d+(\.\d+)?")
_NUMBERS = ("MAX_PARTS", "MAX_PIXELS", "MAX_FRAMES", "MAX_SECONDS")


class MissingSetting(Exception):
    """A setting is missing or malformed; the message names it."""


@dataclass(frozen=True)
class JobSettings:
    """Names of the environment, lower-cased.

    `painting_minutes` is the budget of one machine; a longer clip is split into `max_parts`.
    """

    stage: str
    painters_table: str
    painter_role_id: str
    media_bucket: str
    objective: str
    painting_minutes: float
    max_parts: int
    limits: Limits

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "JobSettings":
        """Raises MissingSetting that names every variable that is missing or no number."""
        wanted = (*_TEXTS, *_AMOUNTS, *_NUMBERS)
        missing = [name for name in wanted if not environment.get(name)]
        if missing:
            raise MissingSetting(f"missing in the environment: {', '.join(missing)}")
        wrong = [name for name in _NUMBERS if not environment[name].isdigit()]
        if wrong:
            raise MissingSetting(f"not a whole number: {', '.join(wrong)}")
        wrong = [name for name in _AMOUNTS if not _AMOUNT.fullmatch(environment[name])]
        if wrong:
            raise MissingSetting(f"not a number: {', '.join(wrong)}")
        return cls(
            stage=environment["STAGE"],
            painters_table=environment["PAINTERS_TABLE"],
            painter_role_id=environment["PAINTER_ROLE_ID"],
            media_bucket=environment["MEDIA_BUCKET"],
            objective=environment["OBJECTIVE"],
            painting_minutes=float(environment["PAINTING_MINUTES"]),
            max_parts=int(environment["MAX_PARTS"]),
            limits=Limits(
                pixels=int(environment["MAX_PIXELS"]),
                frames=int(environment["MAX_FRAMES"]),
                seconds=int(environment["MAX_SECONDS"]),
            ),
        )
