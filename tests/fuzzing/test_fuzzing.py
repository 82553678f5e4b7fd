"""Whatever a visitor uploads comes to a verdict, and the fuzzer finds out when it does not.

This is the short run; `python -m tests.fuzzing` is the long one.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.inspection.kinds import PICTURES, Kind
from tests.fuzzing.corpus import corpus
from tests.fuzzing.layout import layout_of
from tests.fuzzing.mutation import mutated
from tests.fuzzing.targets import TARGETS, Target, Verdict
from tests.fuzzing.worker import Bounds, Errand, Piece, run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "input"


@settings(max_examples=600, deadline=None)
@given(chance=st.randoms(use_true_random=False))
@pytest.mark.parametrize("kind", Kind)
def test_a_mutated_file_is_taken_or_refused(file: Path, kind: Kind, chance: Random) -> None:
    others = [seed.data for seed in corpus(kind)]
    file.write_bytes(mutated(chance.choice(others), others, chance))
    for target in TARGETS:
        # FFmpeg, which the painter's reader starts for a video, is too slow for this many.
        if target.wants(kind, number=1):
            target.run(file)


def test_the_long_run_prints_what_came_out_and_leaves_no_violation(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzzing", "--inputs", "300", "--seed", "7"]
    done = subprocess.run(
        [*command, "--processes", "2", "--keep", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split("|")[1:4] for line in done.stdout.splitlines() if line.startswith("| ")]
    found = {(target.strip(), kind.strip()): count.strip() for target, kind, count in rows}
    assert found["check", "GIF"] == "120"
    assert found["style check", "JPEG"] == "30"
    assert found["reader", "MP4"] == "3"
    assert "0 violations" in done.stdout
    assert list(tmp_path.iterdir()) == []


def piece(kind: Kind = Kind.GIF) -> Piece:
    return Piece(kind, corpus(kind), seed=1, numbers=range(3))


def test_an_input_follows_from_its_number_alone() -> None:
    assert piece().input(2) == piece().input(2)
    assert len({piece().input(number) for number in range(20)}) > 10


@pytest.mark.parametrize("kind", Kind)
def test_mutations_know_where_the_numbers_and_parts_of_a_file_are(kind: Kind) -> None:
    layouts = [layout_of(seed.data) for seed in corpus(kind)]
    assert max(len(layout.numbers) for layout in layouts) > 20
    assert max(len(layout.parts) for layout in layouts) > 5


@pytest.mark.parametrize("kind", sorted(PICTURES))
def test_both_verdicts_are_common(kind: Kind, tmp_path: Path) -> None:
    some = Piece(kind, corpus(kind), seed=3, numbers=range(150))
    for (target, _), count in run(Errand(some, TARGETS, tmp_path / "work")).counts.items():
        assert 5 < count.taken < count.inputs - 5, target


def crash(file: Path) -> Verdict:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Verdict()


def spin(file: Path) -> Verdict:
    while True:
        pass


def sleep(file: Path) -> Verdict:
    time.sleep(600)
    return Verdict()


def hoard(file: Path) -> Verdict:
    return Verdict(str(len(b"x" * 30_000_000)))


def leave(file: Path) -> Verdict:
    os._exit(0)


def trip(file: Path) -> Verdict:
    raise KeyError("an exception that nobody documents")


@pytest.mark.parametrize(
    ("target", "bounds", "cause"),
    [
        (crash, Bounds(), "killed the process by SIGSEGV"),
        (spin, Bounds(cpu_seconds=0.5), "took more than 0.5 seconds of CPU time"),
        (sleep, Bounds(clock_seconds=0.5), "did not come to an end within 0.5 seconds"),
        (hoard, Bounds(memory=20_000_000), "MB; the limit is 20"),
        (leave, Bounds(), "ended the process with 0"),
        (trip, Bounds(), "KeyError: 'an exception that nobody documents'"),
    ],
)
def test_a_target_that_does_what_none_may_is_found_out_and_its_input_kept(
    tmp_path: Path, target: Callable[[Path], Verdict], bounds: Bounds, cause: str
) -> None:
    found = run(Errand(piece(), (Target("planted", target),), tmp_path / "work", bounds))
    assert cause in found.violations[0].cause
    assert Path(found.violations[0].kept).read_bytes() == piece().input(0)
