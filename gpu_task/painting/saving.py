"""Saves finished frames while the next one is painted."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager


class Saver:
    """Runs one saving at a time, in order; a failed one raises at the next call."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._under_way: Future[None] | None = None

    def save(self, saving: Callable[[], None]) -> None:
        """Start a saving once the one before it is complete."""
        self.wait()
        self._under_way = self._pool.submit(saving)

    def wait(self) -> None:
        """Until everything is saved."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()


@contextmanager
def saver() -> Iterator[Saver]:
    """A saver that has saved everything when the block is left, by an error too."""
    with ThreadPoolExecutor(1, thread_name_prefix="save") as pool:
        saving = Saver(pool)
        yield saving
        saving.wait()
