"""`python -m tests.torture matrix`: every named fault, with several seeds."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.torture.case import Case
from tests.torture.cases import CASES
from tests.torture.command import Commands, add, add_at_once, publish
from tests.torture.ground import Ground, ground
from tests.torture.report import machine, table, today
from tests.torture.trying import Outcome, attempt


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add(commands, "matrix", "every named fault, with several seeds", run)
    parser.add_argument("--seeds", type=int, default=3, help="tries of each fault")
    parser.add_argument("--first-seed", type=int, default=1)
    add_at_once(parser, 2)
    parser.add_argument("--only", default="", help="a text in the names of the faults wanted")
    parser.add_argument("--outcomes", type=Path, help="a file of outcomes: those are not tried")


def run(arguments: argparse.Namespace) -> int:
    """Try all, print the table; the status is 1 when a promise was broken."""
    cases = [case for case in CASES if arguments.only in case.name]
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
    outcomes = read_outcomes(arguments.outcomes)
    wanted = [(case, seed) for seed in seeds for case in cases]
    known = {(outcome.case, outcome.seed) for outcome in outcomes}
    missing = [(case, seed) for case, seed in wanted if (case.name, seed) not in known]
    with ground(arguments.keep, keeps_state=True) as prepared:
        for outcome in attempts(prepared, missing, arguments.at_once):
            outcomes.append(outcome)
            keep_outcome(outcome, arguments.outcomes)
            _tell(outcome, len(outcomes), len(wanted))
    matrix = Matrix(cases, outcomes, tuple(seeds))
    publish("matrix", matrix.text(), arguments)
    return 0 if all(outcome.kept for outcome in outcomes) else 1


def attempts(
    prepared: Ground, wanted: Sequence[tuple[Case, int]], at_once: int
) -> Iterator[Outcome]:
    """Tries each case with its seed, so many at a time; those that others would feel, alone."""
    together = [(case, seed) for case, seed in wanted if not case.alone]
    with ThreadPoolExecutor(at_once) as pool:
        running = [pool.submit(attempt, prepared, case, seed) for case, seed in together]
        try:
            for future in as_completed(running):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)
    for case, seed in wanted:
        if case.alone:
            yield attempt(prepared, case, seed)


def read_outcomes(file: Path | None) -> list[Outcome]:
    """The outcomes that kept every promise, of a run that broke off or before a mend."""
    if file is None or not file.exists():
        return []
    read = [Outcome.read(json.loads(line)) for line in file.read_text().splitlines()]
    return [outcome for outcome in read if outcome.kept]


def keep_outcome(outcome: Outcome, file: Path | None) -> None:
    """Adds a line."""
    if file is not None:
        with file.open("a") as lines:
            lines.write(json.dumps(asdict(outcome)) + "\n")


@dataclass(frozen=True)
class Matrix:
    """All outcomes, as they are shown."""

    cases: Sequence[Case]
    outcomes: Sequence[Outcome]
    seeds: tuple[int, ...]

    def text(self) -> str:
        """A paragraph and a table."""
        kept = sum(outcome.kept for outcome in self.outcomes)
        minutes = sum(outcome.seconds for outcome in self.outcomes) / 60
        return (
            f"{today()}, seeds {self.seeds[0]} to {self.seeds[-1]}, {machine()}: "
            f"{len(self.cases)} faults, {len(self.outcomes)} jobs that took {minutes:.0f} minutes "
            f"together; {kept} of {len(self.outcomes)} kept every promise.\n\n"
            + table(
                ("fault", "what is done", "ended", "mails", ">machines", ">seconds", "kept"),
                [self._row(case) for case in self.cases],
            )
        )

    def _row(self, case: Case) -> tuple[str, ...]:
        mine = [outcome for outcome in self.outcomes if outcome.case == case.name]
        kept = sum(outcome.kept for outcome in mine)
        return (
            case.name,
            case.does,
            _counted([outcome.ending.replace("_", " ") for outcome in mine]),
            "; ".join(sorted({outcome.mails.replace("_", " ") or "none" for outcome in mine})),
            _span([outcome.machines for outcome in mine]),
            _span([round(outcome.seconds) for outcome in mine]),
            f"{kept} of {len(mine)}",
        )


def _counted(words: Sequence[str]) -> str:
    return ", ".join(f"{word} ×{count}" for word, count in sorted(Counter(words).items()))


def _span(numbers: Sequence[int]) -> str:
    low, high = min(numbers, default=0), max(numbers, default=0)
    return str(low) if low == high else f"{low}–{high}"


def _tell(outcome: Outcome, number: int, of: int) -> None:
    verdict = "kept" if outcome.kept else "BROKEN: " + "; ".join(outcome.broken)
    print(
        f"{number:3} of {of}  {outcome.seconds:5.1f} s  {outcome.case}, seed {outcome.seed}: "
        f"{outcome.ending} ({outcome.mails or 'no mail'}; {outcome.machines} machines, "
        f"{outcome.hits} hits): {verdict}",
        flush=True,
    )
    if outcome.story:
        print(outcome.story, flush=True)
