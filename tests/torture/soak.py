"""`python -m tests.torture soak`: mixed traffic with random faults for a while; nothing leaks."""

import argparse
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from tests.torture.case import Case
from tests.torture.cases import CASES, visitors
from tests.torture.command import Commands, add, add_at_once, add_seed, publish
from tests.torture.ground import Ground, ground
from tests.torture.report import machine, table, today
from tests.torture.trying import Outcome, attempt
from tests.torture.vitals import Vitals, look

# Ended instances and unused connections are gone by then; idle functions may still be warm.
QUIET_SECONDS = 75.0
WARMING_JOBS = 6
POLL_SECONDS = 0.5
FAULTY_SHARE = 0.4


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add(commands, "soak", "mixed traffic for a while, with random faults", run)
    parser.add_argument("--minutes", type=float, default=30)
    add_at_once(parser, 3)
    add_seed(parser)


def run(arguments: argparse.Namespace) -> int:
    """Let traffic flow; the status is 1 when a promise was broken or something leaked."""
    dice = random.Random(f"soak/{arguments.seed}")
    with ground(arguments.keep) as prepared:
        list(traffic(prepared, warming(), arguments.at_once))
        time.sleep(QUIET_SECONDS)
        before = look(prepared)
        with Poller(prepared) as poller:
            outcomes = list(
                traffic(prepared, chosen(dice, 60 * arguments.minutes), arguments.at_once)
            )
        time.sleep(QUIET_SECONDS)
        after = look(prepared)
    report = Soak(arguments.minutes, arguments.seed, outcomes, poller.answers, before, after)
    publish("soak", report.text(), arguments)
    return 1 if report.problems() else 0


Choice = tuple[Case, int]


def warming() -> Iterator[Choice]:
    """Enough jobs that every function has run."""
    for number in range(WARMING_JOBS):
        yield CASES[number % len(visitors.CASES)], -1 - number


def chosen(dice: random.Random, seconds: float) -> Iterator[Choice]:
    """Visitors' doings, and other faults among them, until the time is over."""
    faults = [case for case in CASES if not case.alone and case not in visitors.CASES]
    deadline, number = time.monotonic() + seconds, 1000
    while time.monotonic() < deadline:
        number += 1
        yield dice.choice(faults if dice.random() < FAULTY_SHARE else visitors.CASES), number


def traffic(prepared: Ground, choices: Iterator[Choice], at_once: int) -> Iterator[Outcome]:
    """Tries each choice, so many at the same time; a new one as soon as one is over."""
    running: set[Future[Outcome]] = set()
    with ThreadPoolExecutor(at_once) as pool:
        for case, seed in choices:
            running.add(pool.submit(attempt, prepared, case, seed))
            if len(running) >= at_once:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _told(future.result())
        for future in running:
            yield _told(future.result())


@dataclass
class Poller:
    """A page that asks for the status of jobs, again and again."""

    prepared: Ground
    answers: Counter[int] = field(default_factory=Counter)

    def __enter__(self) -> "Poller":
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _poll(self) -> None:
        states = self.prepared.client("stepfunctions")
        machine_arn = self.prepared.deployment.state_machine_arn
        while not self._over.wait(POLL_SECONDS):
            listed = states.list_executions(stateMachineArn=machine_arn, maxResults=5)
            for execution in listed["executions"]:
                address = f"{self.prepared.deployment.api_url}/jobs/{execution['name']}"
                try:
                    with urllib.request.urlopen(address, timeout=60) as answer:
                        self.answers[answer.status] += 1
                except urllib.error.HTTPError as error:
                    with error:
                        self.answers[error.code] += 1


@dataclass(frozen=True)
class Soak:
    """What came of it."""

    minutes: float
    seed: int
    outcomes: Sequence[Outcome]
    answers: Counter[int]
    before: Vitals
    after: Vitals

    def problems(self) -> list[str]:
        """Broken promises and leaks."""
        broken = [f"{o.case}, seed {o.seed}: {w}" for o in self.outcomes for w in o.broken]
        return [*broken, *self._leaks()]

    def _leaks(self) -> Iterator[str]:
        before, after = self.before, self.after
        if after.machines or after.machine_disks:
            yield f"{after.machines} machines and {after.machine_disks} of their disks are left"
        for name in ("processes", "open_files", "emulator_open_files"):
            # Idle functions and kept connections come and go by a handful.
            if getattr(after, name) > getattr(before, name) + 12:
                yield f"{name}: {getattr(before, name)} before, {getattr(after, name)} after"

    def text(self) -> str:
        """Paragraphs and two tables."""
        endings = Counter(outcome.ending.replace("_", " ") for outcome in self.outcomes)
        kept = sum(outcome.kept for outcome in self.outcomes)
        polls = ", ".join(f"{code}: {count}" for code, count in sorted(self.answers.items()))
        return "\n\n".join(
            (
                f"{today()}, seed {self.seed}, {machine()}: {self.minutes:.0f} minutes, "
                f"{len(self.outcomes)} jobs, {kept} of them kept every promise; "
                f"status polls answered {polls}.",
                table(("ended", ">jobs"), [(w, str(n)) for w, n in sorted(endings.items())]),
                table(("", ">before", ">after"), self.before.rows(self.after)),
                *self.problems(),
            )
        )


def _told(outcome: Outcome) -> Outcome:
    words = "kept" if outcome.kept else f"BROKEN: {outcome.broken}\n{outcome.story}"
    print(f"{outcome.case}, seed {outcome.seed}: {outcome.ending}: {words}", flush=True)
    return outcome
