"""Two threads beside the painting: one tells the workflow that it goes on, one hears the notice."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from gpu_task.job.task_token import TaskToken, TokenGone

HEARTBEAT_SECONDS = 5.0
NOTICE_SECONDS = 2.0
LAST_WORD_SECONDS = 20.0
"""A frame may take longer than the machine has left: then the watch itself reports the notice."""
STALLED_SECONDS = 900.0
"""No step of a painting takes this long: without progress the heart stops and the workflow acts."""


class Watch:
    """Runs while a clip is painted. `why_stop` says whether and why the painting should end."""

    def __init__(
        self,
        token: TaskToken,
        interruption: Callable[[], str | None],
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        notice_seconds: float = NOTICE_SECONDS,
        last_word_seconds: float = LAST_WORD_SECONDS,
        stalled_seconds: float = STALLED_SECONDS,
    ) -> None:
        self._token = token
        self._interruption = interruption
        self._stalled_seconds = stalled_seconds
        self._last_word_seconds = last_word_seconds
        self._noticed_at: float | None = None
        self._last_progress = time.monotonic()
        self._over = threading.Event()
        self._gone = threading.Event()
        self._notice = threading.Event()
        self._threads = (
            threading.Thread(
                target=self._repeat, args=(heartbeat_seconds, self._beat), daemon=True
            ),
            threading.Thread(target=self._repeat, args=(notice_seconds, self._listen), daemon=True),
        )

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def nobody_waits(self) -> bool:
        return self._gone.is_set()

    def interrupt(self) -> None:
        """The machine is about to go, however that became known."""
        self._notice.set()

    def should_stop(self) -> bool:
        return self._gone.is_set() or self._notice.is_set()

    def progressed(self) -> None:
        self._last_progress = time.monotonic()

    def _repeat(self, seconds: float, action: Callable[[], None]) -> None:
        while not self._over.is_set():
            action()
            self._over.wait(seconds)

    def _beat(self) -> None:
        if self._gone.is_set() or time.monotonic() - self._last_progress > self._stalled_seconds:
            return
        try:
            self._token.heartbeat()
        except TokenGone:
            self._gone.set()
        except Exception as error:
            # A network hiccup must not end a painting; the workflow's timeout judges.
            print(f"heartbeat not delivered: {error}", flush=True)

    def _listen(self) -> None:
        try:
            if self._interruption() is not None:
                self._notice.set()
        except OSError as error:
            print(f"metadata service not reached: {error}", flush=True)
        if self._notice.is_set() and not self._gone.is_set():
            self._noticed_at = self._noticed_at or time.monotonic()
            if time.monotonic() - self._noticed_at >= self._last_word_seconds:
                self._report_notice()

    def _report_notice(self) -> None:
        try:
            self._token.fail("Interrupted", "the machine is being taken away")
        except TokenGone:
            pass
        except Exception as error:
            print(f"notice not delivered: {error}", flush=True)
            return
        self._gone.set()
