"""What came out of the inputs, counted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from chalicelib.inspection.kinds import Kind
from tests.fuzzing.targets import Verdict

_REASONS_SHOWN = 12


@dataclass(frozen=True)
class Violation:
    """An input that did what none may do, and where it was kept."""

    target: str
    kind: Kind
    number: int
    cause: str
    kept: str

    def __str__(self) -> str:
        return f"{self.target}: {self.kind} {self.number} {self.cause} ({self.kept})"


@dataclass
class Count:
    """Of one target and one kind of file; `most_memory` is what an input took, in bytes."""

    inputs: int = 0
    taken: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    most_memory: int = 0

    def add(self, verdict: Verdict, seconds: float, memory: int) -> None:
        self.inputs += 1
        self.taken += verdict.taken
        if not verdict.taken:
            self.reasons[verdict.kind_of_reason] += 1
        self.slowest_seconds = max(self.slowest_seconds, seconds)
        self.most_memory = max(self.most_memory, memory)

    def merge(self, other: "Count") -> None:
        self.inputs += other.inputs
        self.taken += other.taken
        self.reasons += other.reasons
        self.slowest_seconds = max(self.slowest_seconds, other.slowest_seconds)
        self.most_memory = max(self.most_memory, other.most_memory)


@dataclass
class Tally:
    """Of a piece, or of all pieces."""

    counts: dict[tuple[str, Kind], Count] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)

    def of(self, target: str, kind: Kind) -> Count:
        return self.counts.setdefault((target, kind), Count())

    def merge(self, other: "Tally") -> None:
        for (target, kind), count in other.counts.items():
            self.of(target, kind).merge(count)
        self.violations += other.violations


def report(tally: Tally) -> str:
    """In Markdown."""
    return "\n".join((*_outcomes(tally), "", *_reasons(tally), "", *_violations(tally)))


def _outcomes(tally: Tally) -> Iterator[str]:
    yield "| target | file | inputs | taken | refused | slowest, ms of CPU | most memory, MB |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for (target, kind), count in sorted(tally.counts.items()):
        cells = (
            target,
            str(kind),
            f"{count.inputs:,}",
            f"{count.taken:,}",
            f"{count.inputs - count.taken:,}",
            f"{1000 * count.slowest_seconds:.0f}",
            f"{count.most_memory / 1e6:.0f}",
        )
        yield f"| {' | '.join(cells)} |"


def _reasons(tally: Tally) -> Iterator[str]:
    yield "| target | refused because | inputs |"
    yield "| --- | --- | ---: |"
    for target in sorted({target for target, _ in tally.counts}):
        reasons: Counter[str] = Counter()
        for (name, _), count in tally.counts.items():
            if name == target:
                reasons += count.reasons
        for reason, times in _most(reasons):
            yield f"| {target} | {reason} | {times:,} |"


def _most(reasons: Counter[str]) -> Iterable[tuple[str, int]]:
    shown = reasons.most_common(_REASONS_SHOWN)
    others = reasons.total() - sum(times for _, times in shown)
    return [*shown, ("another reason", others)] if others else shown


def _violations(tally: Tally) -> Iterator[str]:
    yield f"{len(tally.violations)} violations"
    yield from map(str, tally.violations)
