"""Starts and stops the emulator of AWS, a process of its own that ends when this process does."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from localcloud.credentials import Credentials

REPOSITORY = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECONDS_TO_START = 20.0
SECONDS_TO_STOP = 7.0


@dataclass(frozen=True)
class EmulatorSettings:
    """What the emulator runs on: two interpreters, the account that it plays, and its limits."""

    server_python: Path = REPOSITORY / ".venv-cloud/bin/python"
    lambda_python: Path = REPOSITORY / ".venv-lambda/bin/python"
    region: str = "us-east-1"
    account: str = "000000000000"
    lambda_workers: int = 8
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
        self._scratch: Path | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process, which leads a process group of its own."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the server and its functions, and delete what they left behind."""
        process, self._process = self._process, None
        if process is not None:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _start(self) -> None:
        for interpreter in (self.settings.server_python, self.settings.lambda_python):
            if not interpreter.exists():
                raise EmulatorError(f"there is no {interpreter}: localcloud/set_up.sh makes it")
        self._scratch = Path(tempfile.mkdtemp(prefix="localcloud-"))
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with socket.create_server((HOST, 0)) as listener, self.log.open("wb") as log:
            port = listener.getsockname()[1]
            self.endpoint_url = f"http://{HOST}:{port}"
            self._process = subprocess.Popen(
                [self.settings.server_python, "-m", "localcloud.server"],
                cwd=REPOSITORY,
                env=self._environment(port, listener.fileno()),
                pass_fds=[listener.fileno()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_ready()

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
            **self.root.environment(),
        }

    def _wait_until_ready(self) -> None:
        # The socket listens already, so the first request waits for the server to accept it.
        try:
            health = f"{self.endpoint_url}/_ministack/health"
            urllib.request.urlopen(health, timeout=SECONDS_TO_START).close()  # noqa: S310
        except (urllib.error.URLError, OSError) as error:
            message = f"the emulator did not start:\n{self.log.read_text()[-2000:]}"
            raise EmulatorError(message) from error
