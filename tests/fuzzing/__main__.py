"""`python -m tests.fuzzing`: many files at the upload check and the painter's reader."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chalicelib.inspection.kinds import Kind
from tests.fuzzing.corpus import corpus
from tests.fuzzing.tally import Tally, report
from tests.fuzzing.targets import TARGETS
from tests.fuzzing.worker import Errand, Piece, run

_SHARES = {Kind.GIF: 4, Kind.PNG: 2, Kind.JPEG: 1, Kind.WEBP: 1, Kind.MP4: 1, Kind.WEBM: 1}
"""Of ten: most uploads are GIFs."""
_PIECE = 2000


def main(arguments: list[str] | None = None) -> int:
    asked = _asked(arguments)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    tally = Tally()
    with ThreadPoolExecutor(asked.processes) as threads:
        errands = [
            Errand(piece, TARGETS, folder / str(number))
            for number, piece in enumerate(_pieces(asked.inputs, asked.seed), 1)
        ]
        for errand, found in zip(errands, threads.map(run, errands), strict=True):
            tally.merge(found)
            print(f"{errand.folder.name} of {len(errands)}", file=sys.stderr, flush=True)
    print(report(tally))
    return 1 if tally.violations else 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="files to make")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same files")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="at a time")
    parser.add_argument("--keep", type=Path, help="where files that violate are kept")
    return parser.parse_args(arguments)


def _pieces(inputs: int, seed: int) -> Iterator[Piece]:
    for kind, share in _SHARES.items():
        count = -(-inputs * share // sum(_SHARES.values()))
        for start in range(0, count, _PIECE):
            numbers = range(start, min(start + _PIECE, count))
            yield Piece(kind, corpus(kind), seed, numbers)


if __name__ == "__main__":
    sys.exit(main())
