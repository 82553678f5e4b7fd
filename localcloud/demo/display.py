"""What a person sees of a job: a live line in a terminal, quiet lines elsewhere."""

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from localcloud.moment import Moment


class Display(Protocol):
    """Shows moments as they come."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def show(self, moment: Moment) -> None: ...


class LiveDisplay:
    """One line that changes in place."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("starting", total=None)

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def show(self, moment: Moment) -> None:
        self._progress.update(
            self._task,
            description=moment.words(),
            total=moment.of or None,
            completed=moment.frame,
        )


class QuietDisplay:
    """A line for each new state, and one for each tenth of the painting."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last: tuple[str, str, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def show(self, moment: Moment) -> None:
        tenth = moment.frame * 10 // moment.of if moment.of else 0
        mark = (moment.state, moment.phase, tenth)
        if mark != self._last:
            self._last = mark
            self._console.print(f"  {moment.words()}", highlight=False)


def display_for(console: Console) -> Display:
    """The display that suits where the output goes."""
    return LiveDisplay(console) if console.is_terminal else QuietDisplay(console)
