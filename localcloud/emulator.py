"""Starts and stops the emulator of AWS, a process of its own that ends when this process does."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from localcloud.credentials import Credentials

REPOSITORY = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECONDS_TO_START = 20.0
SECONDS_TO_ANSWER = 2.0
SECONDS_TO_STOP = 7.0


@dataclass(frozen=True)
class EmulatorSettings:
    """What the emulator runs on: two interpreters, the account that it plays, and its limits.

    Only one that keeps its state, which costs it writing every object to disk, can be restarted.
    """

    server_python: Path = REPOSITORY / ".venv-cloud/bin/python"
    lambda_python: Path = REPOSITORY / ".venv-lambda/bin/python"
    region: str = "us-east-1"
    account: str = "000000000000"
    lambda_workers: int = 8
    keeps_state: bool = False
    without_mends: tuple[str, ...] = ()


class EmulatorError(Exception):
    """The emulator did not start; the message says why, as far as that is known."""


class Emulator:
    """A running emulator. Use it as a context manager."""

    def __init__(self, log: Path, settings: EmulatorSettings | None = None) -> None:
        self.settings = settings or EmulatorSettings()
        self.log = log
        self.root = Credentials(f"ROOT{secrets.token_hex(8).upper()}", secrets.token_hex(20))
        self.endpoint_url = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: socket.socket | None = None
        self._scratch: Path | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The server's process, which leads a process group of its own."""
        if self._process is None:
            raise EmulatorError("the emulator is not running")
        return self._process.pid

    @property
    def scratch(self) -> Path:
        """The folder for whatever it and its functions lay down."""
        if self._scratch is None:
            raise EmulatorError("the emulator is not running")
        return self._scratch

    def stop(self) -> None:
        """End the server and its functions, and delete what they left behind."""
        self._end_server()
        if self._listener is not None:
            self._listener.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def restart(self) -> None:
        """End the server and start it again where it was, with the state that it kept.

        Whoever asks it something meanwhile waits; what its functions were doing is lost.
        """
        if not self.settings.keeps_state:
            raise EmulatorError("this emulator keeps no state: it cannot be restarted")
        self._end_server(b"keep\n")
        self._start_server()

    def _start(self) -> None:
        for interpreter in (self.settings.server_python, self.settings.lambda_python):
            if not interpreter.exists():
                raise EmulatorError(f"there is no {interpreter}: localcloud/set_up.sh makes it")
        self._scratch = Path(tempfile.mkdtemp(prefix="localcloud-"))
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        self._listener = socket.create_server((HOST, 0))
        self.endpoint_url = f"http://{HOST}:{self._listener.getsockname()[1]}"
        self._start_server()
        if not self.settings.keeps_state:
            self._listener.close()

    def _start_server(self) -> None:
        assert self._listener is not None  # noqa: S101 - for the type checker: it is open by now
        descriptor = self._listener.fileno()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.settings.server_python, "-m", "localcloud.server"],
                cwd=REPOSITORY,
                env=self._environment(self._listener.getsockname()[1], descriptor),
                pass_fds=[descriptor],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_ready()

    def _end_server(self, last_word: bytes = b"") -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(last_word)
                process.stdin.close()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _environment(self, port: int, descriptor: int) -> dict[str, str]:
        """From scratch: functions inherit all of it."""
        return {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(self._scratch),
            "TMPDIR": str(self._scratch),
            "LOCALCLOUD_SCRATCH": str(self._scratch),
            "AUTH": "true",
            "BIND_HOST": HOST,
            "MINISTACK_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "MINISTACK_REGION": self.settings.region,
            "MINISTACK_ACCOUNT_ID": self.settings.account,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": "unix:///nonexistent",
            "LOCALCLOUD_SOCKET": str(descriptor),
            "LOCALCLOUD_LAMBDA_PYTHON": str(self.settings.lambda_python),
            "LOCALCLOUD_LAMBDA_WORKERS": str(self.settings.lambda_workers),
            "LOCALCLOUD_WITHOUT": " ".join(self.settings.without_mends),
            **(self._state() if self.settings.keeps_state else {}),
            **self.root.environment(),
        }

    def _state(self) -> dict[str, str]:
        return {
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.scratch / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.scratch / "objects"),
        }

    def _wait_until_ready(self) -> None:
        # The socket listens already: a request waits for the server to accept it, and would wait
        # in vain for one that has ended.
        deadline = time.monotonic() + SECONDS_TO_START
        while self._process is not None and self._process.poll() is None:
            try:
                health = f"{self.endpoint_url}/_ministack/health"
                urllib.request.urlopen(health, timeout=SECONDS_TO_ANSWER).close()  # noqa: S310
            except OSError:
                if time.monotonic() > deadline:
                    break
                time.sleep(0.05)
            else:
                return
        said = self.log.read_text(errors="replace")[-2000:]
        raise EmulatorError(f"the emulator did not start:\n{said}")
