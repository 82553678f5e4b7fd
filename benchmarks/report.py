"""What a benchmark found, as a table for people and JSON for machines."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measured number; `wanted` says what it should be, and `met` whether it is."""

    name: str
    value: float
    unit: str
    wanted: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Report:
    """All rows of one benchmark, with what must be known to read them."""

    title: str
    rows: Sequence[Row]
    remarks: Sequence[str] = field(default=())

    def table(self) -> str:
        """A Markdown table."""
        lines = [f"### {self.title}", "", "| measured | value | wanted |", "| --- | ---: | --- |"]
        for row in self.rows:
            verdict = {None: "", True: " ✓", False: " ✗"}[row.met]
            lines.append(f"| {row.name} | {row.value:.3g} {row.unit} | {row.wanted}{verdict} |")
        return "\n".join([*lines, "", *self.remarks, ""])


def at_most(name: str, value: float, unit: str, limit: float) -> Row:
    """A row whose value should not be over the limit."""
    return Row(name, float(value), unit, f"at most {limit:g}", bool(value <= limit))


def at_least(name: str, value: float, unit: str, limit: float) -> Row:
    """A row whose value should not be under the limit."""
    return Row(name, float(value), unit, f"at least {limit:g}", bool(value >= limit))


def median_seconds(action: Callable[[], object], times: int) -> float:
    """The median of several runs, after one that is not counted."""
    action()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def machine() -> str:
    """The processor, its cores and how busy they are, in words."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line for line in info.read_text().split("\n") if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, load {load:.1f} at the start"


def write_json(path: Path, described: str, reports: Sequence[Report]) -> None:
    """All reports in one file."""
    found = {"machine": described, "reports": [asdict(report) for report in reports]}
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
