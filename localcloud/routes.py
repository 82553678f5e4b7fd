"""Serves the HTTP routes by `chalice local`, with the credentials of the routes' own role."""

import contextlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from infrastructure.deployment import Deployment
from localcloud.cloud import LocalCloud
from localcloud.machine import GUARD

_PATIENCE_SECONDS = 30.0
# Nobody renews the key. It lasts as those of the emulator's functions do, not for an hour.
_KEY_SECONDS = 365 * 24 * 60 * 60


class RoutesNotServed(Exception):
    """`chalice local` did not answer; the message shows what it said last."""


@contextlib.contextmanager
def served_routes(cloud: LocalCloud, deployment: Deployment, app: Path, port: int) -> Iterator[str]:
    """The address of `chalice local` in the deployed app's folder, while the context lasts."""
    url, log = f"http://127.0.0.1:{port}", cloud.directory / "chalice-local.log"
    role = f"arn:aws:iam::{deployment.account}:role/visualneurons-{deployment.stage}-api_handler"
    with log.open("wb") as output:
        guard = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", str(GUARD), "1", sys.executable),
                *("-c", "from chalice.cli import main; main()", "local", "--no-autoreload"),
                *("--host", "127.0.0.1", "--port", str(port), "--stage", deployment.stage),
            ],
            cwd=app,
            env=cloud.environment(cloud.role(role, seconds=_KEY_SECONDS)),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_served(url, log)
        yield url
    finally:
        if guard.stdin:
            guard.stdin.close()
        guard.wait()


def _wait_until_served(url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise RoutesNotServed(log.read_text(errors="replace")[-2000:])
