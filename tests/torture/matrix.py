"""`python -m tests.torture matrix`: every named fault, with several seeds."""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.torture.case import Case
from tests.torture.cases import CASES
from tests.torture.ground import Ground, ground
from tests.torture.report import machine, table, today, write_section
from tests.torture.trying import Outcome, attempt

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("matrix", help="every named fault, with several seeds")
    parser.add_argument("--seeds", type=int, default=3, help="tries of each fault")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2, help="jobs at the same time")
    parser.add_argument("--only", default="", help="a text in the names of the faults wanted")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the logs")
    parser.add_argument("--write", action="store_true", help="write the table into the document")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Try all, print the table; the status is 1 when a promise was broken."""
    cases = [case for case in CASES if arguments.only in case.name]
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
    started = time.monotonic()
    outcomes = []
    with (
        TemporaryDirectory(prefix="torture-") as folder,
        ground(arguments.keep or Path(folder), keeps_state=True) as prepared,
    ):
        for outcome in attempts(prepared, cases, seeds, arguments.at_once):
            outcomes.append(outcome)
            _tell(outcome, len(outcomes), len(cases) * len(seeds))
    matrix = Matrix(cases, outcomes, tuple(seeds), time.monotonic() - started)
    print(matrix.text())
    if arguments.write:
        write_section("matrix", matrix.text())
    return 0 if all(outcome.kept for outcome in outcomes) else 1


def attempts(
    prepared: Ground, cases: Sequence[Case], seeds: Sequence[int], at_once: int
) -> Iterator[Outcome]:
    """Tries each case with each seed, so many at a time; those that others would feel, alone."""
    together = [(case, seed) for seed in seeds for case in cases if not case.alone]
    with ThreadPoolExecutor(at_once) as pool:
        running = [pool.submit(attempt, prepared, case, seed) for case, seed in together]
        try:
            for future in as_completed(running):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)
    for seed in seeds:
        for case in cases:
            if case.alone:
                yield attempt(prepared, case, seed)


@dataclass(frozen=True)
class Matrix:
    """All outcomes, as they are shown."""

    cases: Sequence[Case]
    outcomes: Sequence[Outcome]
    seeds: tuple[int, ...]
    seconds: float

    def text(self) -> str:
        """A paragraph and a table."""
        kept = sum(outcome.kept for outcome in self.outcomes)
        return (
            f"{today()}, seeds {self.seeds[0]} to {self.seeds[-1]}, {machine()}: {len(self.cases)} "
            f"faults, {len(self.outcomes)} jobs in {self.seconds / 60:.0f} minutes; "
            f"{kept} of {len(self.outcomes)} kept every promise.\n\n"
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
