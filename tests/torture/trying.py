"""Tries a case on a new job: sends it, does what is to be done, and looks at what came of it."""

import random
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.mails import MailKind
from tests.torture.case import Case, nowhere
from tests.torture.ground import Ground
from tests.torture.promises import broken
from tests.torture.trial import Trial
from tests.waiting import NeverCame, eventually

END_SECONDS = 240.0
SETTLING_SECONDS = 25.0
LATE_SECONDS = 1.5
"""How long a second final mail, or a second machine, is looked out for."""


@dataclass(frozen=True)
class Outcome:
    """How a try of a case ended."""

    case: str
    seed: int
    ending: str
    mails: str
    machines: int
    hits: int
    seconds: float
    broken: tuple[str, ...]
    story: str = ""

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Outcome":
        """One that was kept as JSON."""
        return cls(**{**data, "broken": tuple(data["broken"])})

    @property
    def kept(self) -> bool:
        """Whether all promises were kept."""
        return not self.broken


def attempt(ground: Ground, case: Case, seed: int) -> Outcome:
    """One try; what is left to chance follows from the seed. Never raises: all is told."""
    trial = Trial(ground, random.Random(f"{case.name}/{seed}"), case.clip)
    started, problems, hits = time.monotonic(), [], 0
    try:
        try:
            _torture(trial, case)
        finally:
            hits = sum(ground.cloud.faults.hits(name) for name in trial.faults)
            seconds = time.monotonic() - started
            trial.lift()
        problems = _settled(trial, case)
        if case.injects is not nowhere and not hits:
            problems.append("the fault hit nothing")
    except Exception as error:
        problems = [_what_happened(error), *_settled(trial, case)]
    outcome = Outcome(
        case=case.name,
        seed=seed,
        ending=str(trial.item().get("status", "deleted")),
        mails=_counted(trial.mails()),
        machines=len(trial.machines()),
        hits=hits,
        seconds=seconds,
        broken=tuple(problems),
        story=_story(trial) if problems else "",
    )
    _tidy(trial)
    return outcome


def _torture(trial: Trial, case: Case) -> None:
    for fault in case.injects(trial):
        trial.inject(fault)
    trial.upload()
    case.act(trial)
    eventually(lambda: trial.status() not in ("", "RUNNING"), END_SECONDS, what="the end")


def _counted(kinds: Sequence[MailKind]) -> str:
    counts = Counter(kinds).items()
    return ", ".join(f"{kind}" if number == 1 else f"{kind} ×{number}" for kind, number in counts)


def _settled(trial: Trial, case: Case) -> list[str]:
    """The promises that are still broken after a while."""
    deadline = time.monotonic() + SETTLING_SECONDS
    while broken(trial, case) and time.monotonic() < deadline:
        time.sleep(0.5)
    time.sleep(LATE_SECONDS)
    return broken(trial, case)


def _what_happened(error: Exception) -> str:
    if isinstance(error, NeverCame):
        return str(error)
    return "".join(traceback.format_exception(error)[-3:]).strip()


def _story(trial: Trial) -> str:
    """What is looked at when a promise is broken."""
    told = (trial.job_id, trial.item(), trial.painter(), _history(trial), trial.consoles())
    return "\n".join(str(part) for part in told)


def _history(trial: Trial) -> str:
    states = trial.ground.client("stepfunctions")
    if not trial.status():
        return "no execution"
    events = states.get_execution_history(executionArn=trial.job.execution_arn, maxResults=1000)
    lines = []
    for event in events["events"]:
        details: dict[str, object] = next(
            (value for key, value in event.items() if key.endswith("EventDetails")), {}
        )
        told = [str(details[key])[:200] for key in ("name", "error", "cause") if key in details]
        lines.append(f"{event['timestamp']:%H:%M:%S.%f} {event['type']} {' '.join(told)}")
    return "\n".join(lines)


def _tidy(trial: Trial) -> None:
    """What a broken promise left must not disturb others."""
    if trial.status() == "RUNNING":
        trial.ground.client("stepfunctions").stop_execution(executionArn=trial.job.execution_arn)
    if left := trial.ground.machines(trial.job):
        trial.ground.client("ec2").terminate_instances(InstanceIds=left)
