"""Inputs run in a process of their own, which one may kill: by its time, its memory, a crash."""

import multiprocessing
import resource
import shutil
import signal
import traceback
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from chalicelib.inspection.kinds import Kind
from tests.fuzzing.corpus import Seed
from tests.fuzzing.meter import Meter
from tests.fuzzing.mutation import mutated
from tests.fuzzing.tally import Tally, Violation
from tests.fuzzing.targets import Target

_ADDRESS_SPACE = 8 * 2**30
"""Bytes; far more than what is measured, but less than what would harm the machine."""


@dataclass(frozen=True)
class Bounds:
    """What one input may take, at a limit of a million pixels a frame.

    The seconds on the clock are more than the painter's reader waits for FFmpeg.
    """

    cpu_seconds: float = 20
    clock_seconds: float = 900
    memory: int = 250_000_000

    @property
    def signals(self) -> dict[signal.Signals, str]:
        """What ends a process that is beyond them, and what that means."""
        return {
            signal.SIGPROF: f"took more than {self.cpu_seconds} seconds of CPU time",
            signal.SIGALRM: f"did not come to an end within {self.clock_seconds} seconds",
        }

    def start_the_clocks(self) -> None:
        # Nobody handles these signals: they end the process, however deep in a decoder it is.
        signal.setitimer(signal.ITIMER_PROF, self.cpu_seconds)
        signal.setitimer(signal.ITIMER_REAL, self.clock_seconds)


@dataclass(frozen=True)
class Piece:
    """Some inputs of the files of one kind; each follows from the seed and its number alone."""

    kind: Kind
    corpus: tuple[Seed, ...]
    seed: int
    numbers: range

    def input(self, number: int) -> bytes:
        chance = Random(f"{self.seed} {self.kind} {number}")
        others = [seed.data for seed in self.corpus]
        return mutated(chance.choice(others), others, chance)


@dataclass(frozen=True)
class Errand:
    """A piece, what it is thrown at, and the folder where its process works."""

    piece: Piece
    targets: tuple[Target, ...]
    folder: Path
    bounds: Bounds = field(default_factory=Bounds)

    def do(self, outbox: Connection) -> None:
        """In a process of its own: sends the tally."""
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        tally = Tally()
        for number in self.piece.numbers:
            self._input.write_bytes(self.piece.input(number))
            for target in self.targets:
                if target.wants(self.piece.kind, number):
                    self._doing.write_text(f"{number} {target.name}")
                    self._try(target, number, tally)
        outbox.send(tally)

    def death(self, exit_code: int) -> Violation:
        """Of that process."""
        number, _, target = self._doing.read_text().partition(" ")
        if exit_code >= 0:
            return self._violation(target, int(number), f"ended the process with {exit_code}")
        died_of = signal.Signals(-exit_code)
        cause = self.bounds.signals.get(died_of, f"killed the process by {died_of.name}")
        return self._violation(target, int(number), cause)

    def _try(self, target: Target, number: int, tally: Tally) -> None:
        self.bounds.start_the_clocks()
        meter = Meter()
        try:
            verdict = target.run(self._input)
        except BaseException:
            cause = "raised what nobody documents:\n" + traceback.format_exc(limit=-4)
            tally.violations.append(self._violation(target.name, number, cause))
            return
        seconds, memory = meter.read()
        tally.of(target.name, self.piece.kind).add(verdict, seconds, memory)
        if memory > self.bounds.memory:
            cause = f"took {memory / 1e6:.0f} MB; the limit is {self.bounds.memory / 1e6:.0f}"
            tally.violations.append(self._violation(target.name, number, cause))

    def _violation(self, target: str, number: int, cause: str) -> Violation:
        name = f"{target}-{self.piece.kind}-{number}".replace(" ", "-")
        kept = shutil.copyfile(self._input, self.folder.parent / name)
        return Violation(target, self.piece.kind, number, cause, str(kept))

    @property
    def _input(self) -> Path:
        return self.folder / "input"

    @property
    def _doing(self) -> Path:
        return self.folder / "doing"


def run(errand: Errand) -> Tally:
    """Everything that the inputs came to; what violates is kept beside the errand's folder."""
    errand.folder.mkdir(parents=True)
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe(duplex=False)
    process = spawning.Process(target=errand.do, args=(there,))
    process.start()
    there.close()
    try:
        tally: Tally = here.recv()
        process.join()
    except EOFError:
        process.join()
        tally = Tally(violations=[errand.death(process.exitcode or 0)])
    shutil.rmtree(errand.folder)
    return tally
