"""`python -m localcloud executions`: what operators look up in the Step Functions console."""

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Column, Table
from rich.text import Text

from localcloud.executions import Timeline, Visit, now, read_timelines
from localcloud.state_file import CloudState
from localcloud.terminal import terminal

if TYPE_CHECKING:
    from argparse import _SubParsersAction

COLOURS = {
    "succeeded": "green",
    "caught": "yellow",
    "running": "cyan",
    "failed": "red",
    "timed_out": "red",
    "aborted": "red",
}


def register(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("executions", help="list executions, or show one's timeline")
    parser.add_argument("job_id", nargs="?", help="the job whose timeline is wanted")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List the executions of the running local cloud, or print one's timeline."""
    state = CloudState.read()
    if state is None:
        terminal(stderr=True).print("No local cloud is running; `make local` starts one.")
        return 1
    timelines = read_timelines(state.session().client("stepfunctions"))
    chosen = [item for item in timelines if arguments.job_id in (None, item.name)]
    if arguments.job_id and not chosen:
        terminal(stderr=True).print(f"No execution is called {arguments.job_id}.")
        return 1
    if arguments.json:
        terminal().print_json(json.dumps([item.as_json() for item in chosen]))
    elif arguments.job_id:
        terminal().print(timeline_table(chosen[0]))
    else:
        terminal().print(executions_table(chosen))
    return 0


def executions_table(timelines: Sequence[Timeline]) -> Table:
    """One line for every execution."""
    table = Table("job", "status", "state", "started", _right("seconds"), "error")
    for item in timelines:
        table.add_row(
            item.name,
            _coloured(item.status),
            item.visits[-1].state if item.visits else "",
            f"{item.started.astimezone():%H:%M:%S}",
            f"{_seconds_of(item):.1f}",
            item.error or "",
        )
    return table


def timeline_table(timeline: Timeline) -> Table:
    """One line for every state that the execution was in."""
    title = f"{timeline.name}: {timeline.status} after {_seconds_of(timeline):.1f} s"
    table = Table(
        *("state", "started", _right("seconds")),
        *("outcome", _right("retries"), "errors"),
        title=title,
        caption=_ending(timeline),
    )
    for visit in timeline.visits:
        table.add_row(
            visit.state,
            f"{visit.entered.astimezone():%H:%M:%S}",
            "" if visit.seconds is None else f"{visit.seconds:.1f}",
            _coloured(visit.outcome),
            str(visit.retries or ""),
            _errors(visit),
        )
    return table


def _right(heading: str) -> Column:
    return Column(heading, justify="right")


def _seconds_of(timeline: Timeline) -> float:
    if timeline.seconds is not None:
        return timeline.seconds
    return (now() - timeline.started).total_seconds()


def _coloured(word: str) -> Text:
    return Text(word.replace("_", " "), COLOURS.get(word, ""))


def _errors(visit: Visit) -> str:
    """Every error once, with how often it came."""
    counts = {error: visit.errors.count(error) for error in visit.errors}
    return ", ".join(error if n == 1 else f"{error} ×{n}" for error, n in counts.items())


def _ending(timeline: Timeline) -> str | None:
    return f"{timeline.error}: {timeline.cause or ''}" if timeline.error else None
