"""Copies its input to the console and ships it to CloudWatch, on a painter's machine.

User data carries this file as it is and puts it behind a pipe, so that the log is told whatever
ends before it. A log that cannot be shipped is no reason to end a painting: nothing here raises.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SHIP_EVERY_SECONDS = 5.0
LAST_WORDS_SECONDS = 10.0
"""The power-off waits no longer than this for the rest of the log."""
BATCH_LINES = 250
LINE_CHARACTERS = 1000
"""Of four bytes at most: a batch so has less than the 1 MiB that PutLogEvents takes."""


@dataclass(frozen=True)
class Line:
    """What was said, and when, in milliseconds since the epoch."""

    said_at: int
    text: str


Send = Callable[[Sequence[Line]], None]
"""Lays lines down, or raises."""


class Shipper:
    """Sends lines in a thread of its own, a few seconds' worth at a time."""

    def __init__(self, send: Send, every_seconds: float = SHIP_EVERY_SECONDS) -> None:
        self._send = send
        self._every_seconds = every_seconds
        self._lines: deque[Line] = deque()
        self._trouble = ""
        self._over = False
        # Daemon: a machine that is over does not wait for it beyond `close`.
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def add(self, text: str) -> None:
        """Note a line; CloudWatch takes no empty one."""
        now = int(time.time() * 1000)
        for start in range(0, len(text), LINE_CHARACTERS):
            self._lines.append(Line(now, text[start : start + LINE_CHARACTERS]))

    def hurry(self) -> None:
        """From now on at once: the power may go at any moment. Safe in a signal's handler."""
        self._every_seconds = 0.0

    def close(self, patience_seconds: float = LAST_WORDS_SECONDS) -> str:
        """Send the rest, as far as that is possible in time. Returns what hindered it, if any."""
        self._over = True
        self._thread.join(patience_seconds)
        if self._thread.is_alive():
            return f"not done after {patience_seconds:.0f} seconds"
        return self._trouble

    def _run(self) -> None:
        shipped_at = time.monotonic()
        while not self._over:
            time.sleep(0.1)
            if time.monotonic() - shipped_at >= self._every_seconds:
                self._ship()
                shipped_at = time.monotonic()
        self._ship()

    def _ship(self) -> None:
        try:
            while batch := list(self._lines)[:BATCH_LINES]:
                self._send(batch)
                for _ in batch:
                    self._lines.popleft()
            self._trouble = ""
        except Exception as error:
            # The lines stay, for the next time.
            self._trouble = f"{type(error).__name__}: {error}"


class Stream:
    """A log stream named by job and machine, made when the first lines come."""

    def __init__(self, group: str, job_id: str) -> None:
        self._group = group
        self._job_id = job_id
        self._put: Send | None = None

    def send(self, lines: Sequence[Line]) -> None:
        """Lay the lines down. Raises what boto3 raises."""
        self._put = self._put or self._open()
        self._put(lines)

    def _open(self) -> Send:
        # Takes half a second, which the start of the painter should not wait for.
        import boto3
        from botocore.config import Config

        config = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 2})
        # An instance's session is named by its id: no permission is needed to learn it.
        user = boto3.client("sts", config=config).get_caller_identity()["UserId"]
        name = f"{self._job_id}/{user.partition(':')[2]}"
        logs = boto3.client("logs", config=config)
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_stream(logGroupName=self._group, logStreamName=name)

        def put(lines: Sequence[Line]) -> None:
            logs.put_log_events(
                logGroupName=self._group,
                logStreamName=name,
                logEvents=[{"timestamp": line.said_at, "message": line.text} for line in lines],
            )

        return put


def main() -> None:
    """Until the input ends. SIGTERM is the machine's end: what is still said is said quickly."""
    shipper = Shipper(Stream(os.environ["PAINTER_LOGS"], os.environ["JOB_ID"]).send)
    signal.signal(signal.SIGTERM, lambda *_: shipper.hurry())
    for raw in sys.stdin.buffer:
        text = raw.decode(errors="replace").rstrip()
        print(text, flush=True)
        shipper.add(text)
    if trouble := shipper.close():
        print(f"The log was not shipped: {trouble}", flush=True)


if __name__ == "__main__":
    main()
