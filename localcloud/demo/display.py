"""What a person sees of a job: a live line in a terminal, quiet lines elsewhere."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from localcloud.moment import Moment

Show = Callable[[Moment], None]


def display_for(console: Console) -> AbstractContextManager[Show]:
    """What shows moments as they come, as it suits where the output goes."""
    return _live_line(console) if console.is_terminal else _quiet_lines(console)


@contextlib.contextmanager
def _live_line(console: Console) -> Iterator[Show]:
    """One line that changes in place."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def show(moment: Moment) -> None:
            progress.update(
                task,
                description=moment.words(),
                total=moment.of or None,
                completed=moment.frame,
            )

        yield show


@contextlib.contextmanager
def _quiet_lines(console: Console) -> Iterator[Show]:
    """A line for each new state, and one for each tenth of the painting."""
    last: tuple[str, str, int] | None = None

    def show(moment: Moment) -> None:
        nonlocal last
        tenth = moment.frame * 10 // moment.of if moment.of else 0
        mark = (moment.state, moment.phase, tenth)
        if mark != last:
            last = mark
            console.print(f"  {moment.words()}", highlight=False)

    yield show
