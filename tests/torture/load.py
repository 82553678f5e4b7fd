"""`python -m tests.torture load`: many uploads at once, few machines."""

import argparse
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from chalicelib.mails import MailKind
from localcloud.visitor import Visitor
from tests.clips import STILL
from tests.mail_kinds import kind_of
from tests.torture.case import Case
from tests.torture.command import Commands, add, add_seed, publish
from tests.torture.ground import TIMES, Ground, ground
from tests.torture.promises import broken
from tests.torture.report import machine, table, today
from tests.torture.trial import Trial
from tests.torture.vitals import Peak, watched

HANDS = 40
# Machines share the processor here: a slow one is no dead one.
PATIENT = {"PaintClip.HeartbeatSeconds": 120, "WaitForTurn.HeartbeatSeconds": 180}
PATIENCE_SECONDS = 3600.0
LOAD = Case("load", "one of many uploads at once", clip=STILL)


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add(commands, "load", "many uploads at once", run)
    parser.add_argument("--uploads", type=int, default=200)
    parser.add_argument("--machines", type=int, default=4, help="that may paint at the same time")
    add_seed(parser)


def run(arguments: argparse.Namespace) -> int:
    """Send all, wait for all mails; the status is 1 when a promise was broken."""
    with ground(
        arguments.keep, times=TIMES | PATIENT, max_instances=arguments.machines
    ) as prepared:
        trials = [
            Trial(prepared, random.Random(f"load/{arguments.seed}/{number}"), STILL)
            for number in range(arguments.uploads)
        ]
        with watched(prepared) as peak:
            sent = send(prepared, trials)
            mailed = final_mails(prepared, trials)
        jobs = [Timing.of(trial, sent[trial.job_id], mailed.get(trial.email)) for trial in trials]
        problems = [f"{t.job_id}: {words}" for t in trials for words in broken(t, LOAD)]
    report = Load(tuple(jobs), peak, tuple(problems), arguments.machines, arguments.seed)
    publish("load", report.text(), arguments)
    return 1 if problems else 0


def send(prepared: Ground, trials: Sequence[Trial]) -> dict[str, float]:
    """Puts all clips at once; returns when each was there."""
    cloud, pool_id = prepared.cloud, prepared.deployment.identity_pool_id
    visitors = [Visitor.arrive(cloud.endpoint_url, cloud.region, pool_id) for _ in trials]

    def put(trial: Trial, visitor: Visitor) -> tuple[str, float]:
        trial.upload(visitor)
        return trial.job_id, time.time()

    with ThreadPoolExecutor(HANDS) as hands:
        return dict(hands.map(put, trials, visitors))


def final_mails(prepared: Ground, trials: Sequence[Trial]) -> dict[str, float]:
    """When the first final mail left for each address; waits until all did."""
    deadline, wanted = time.monotonic() + PATIENCE_SECONDS, {trial.email for trial in trials}
    found: dict[str, float] = {}
    while wanted - found.keys() and time.monotonic() < deadline:
        time.sleep(2)
        before = len(found)
        for mail in prepared.cloud.inbox():
            if kind_of(mail) is not MailKind.ACCEPTED:
                found.setdefault(mail.to[0], mail.sent_at.timestamp())
        if len(found) > before:
            print(f"{len(found)} of {len(wanted)} have their mail", flush=True)
    _wait_for_ends(trials)
    return found


def _wait_for_ends(trials: Sequence[Trial]) -> None:
    """The mail is sent before the machine's last process and the execution end."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(broken(trial, LOAD) for trial in trials[-8:]):
        time.sleep(1)


@dataclass(frozen=True)
class Timing:
    """Seconds from the upload; None for what never came."""

    to_start: float | None
    to_mail: float | None

    @classmethod
    def of(cls, trial: Trial, sent: float, mailed: float | None) -> "Timing":
        """Of one job, from what Step Functions and the inbox tell."""
        states = trial.ground.client("stepfunctions")
        try:
            found = states.describe_execution(executionArn=trial.job.execution_arn)
            started = found["startDate"].timestamp() - sent
        except states.exceptions.ExecutionDoesNotExist:
            started = None
        return cls(started, None if mailed is None else mailed - sent)


@dataclass(frozen=True)
class Load:
    """What came of it."""

    jobs: tuple[Timing, ...]
    peak: Peak
    problems: tuple[str, ...]
    slots: int
    seed: int

    def text(self) -> str:
        """A paragraph and a table."""
        starts = [job.to_start for job in self.jobs if job.to_start is not None]
        mails = [job.to_mail for job in self.jobs if job.to_mail is not None]
        minutes = max(mails, default=0) / 60
        rows = (
            ("uploads at once", str(len(self.jobs))),
            ("machines at the same time, at most", f"{self.peak.machines} of {self.slots}"),
            ("jobs with their final mail", f"{len(mails)}"),
            ("promises broken", str(len(self.problems))),
            ("all done after", f"{minutes:.1f} minutes"),
            ("throughput", f"{len(mails) / max(minutes, 0.01):.1f} jobs a minute"),
            (
                "upload to execution, p50 / p95",
                f"{percentile(starts, 50):.1f} s / {percentile(starts, 95):.1f} s",
            ),
            (
                "upload to final mail, p50 / p95",
                f"{percentile(mails, 50):.0f} s / {percentile(mails, 95):.0f} s",
            ),
            ("peak memory of the emulator", f"{self.peak.emulator} MiB"),
            ("peak memory with its functions", f"{self.peak.control_plane} MiB"),
        )
        heading = f"{today()}, seed {self.seed}, {machine()}."
        return "\n\n".join((heading, table(("", ">"), rows), *self.problems))


def percentile(values: Sequence[float], percent: int) -> float:
    """The percentile, by nearest rank."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
