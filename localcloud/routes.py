"""Serves the HTTP routes by `chalice local`, with the credentials of the routes' own role."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from infrastructure.deployment import Deployment
from localcloud.cloud import LocalCloud
from localcloud.machine import GUARD

_PATIENCE_SECONDS = 30.0


class RoutesNotServed(Exception):
    """`chalice local` did not answer; the message shows what it said last."""


class Routes:
    """`chalice local` in the deployed app's folder, for as long as the context lasts."""

    def __init__(self, cloud: LocalCloud, deployment: Deployment, app: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._log = cloud.directory / "chalice-local.log"
        self._cloud = cloud
        self._app = app
        self._port = port
        self._stage = deployment.stage
        self._role = (
            f"arn:aws:iam::{deployment.account}:role/visualneurons-{deployment.stage}-api_handler"
        )

    def __enter__(self) -> Self:
        serve = ["-c", "from chalice.cli import main; main()", "local", "--no-autoreload"]
        guarded = [sys.executable, "-I", "-S", str(GUARD), "1", sys.executable, *serve]
        with self._log.open("wb") as log:
            self._guard = subprocess.Popen(
                [
                    *guarded,
                    *("--host", "127.0.0.1", "--port", str(self._port), "--stage", self._stage),
                ],
                cwd=self._app,
                env=self._cloud.environment(self._cloud.role(self._role)),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait_until_served()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._guard.stdin:
            self._guard.stdin.close()
        self._guard.wait()

    def _wait_until_served(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RoutesNotServed(self._log.read_text(errors="replace")[-2000:])
