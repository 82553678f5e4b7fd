"""The emulator's process: mended, on a socket that the parent opened, and gone when the parent is.

What it laid down goes with it, unless the parent's last word is `keep`: then it is started again.
Runs on the emulator's own interpreter, which has nothing but the emulator; `emulator.py` starts it.
"""

import asyncio
import importlib
import importlib.metadata
import os
import shutil
import sys
import threading
from collections.abc import Callable

VERSION = "1.5.33"
SECONDS_TO_STOP = 5.0


def require_version(installed: str) -> None:
    """Refuse any other version of the emulator than the one that the mends were written for."""
    if installed != VERSION:
        raise SystemExit(f"the local cloud needs ministack {VERSION}, but {installed} is installed")


def main() -> None:
    """Serve on the inherited socket until the parent closes standard input."""
    require_version(importlib.metadata.version("ministack"))
    from localcloud import mends

    mends.apply(without=frozenset(os.environ["LOCALCLOUD_WITHOUT"].split()))
    asyncio.run(_serve(int(os.environ["LOCALCLOUD_SOCKET"])))
    _end()


_last_word = bytearray()


async def _serve(descriptor: int) -> None:
    from ministack.app import app

    serve = importlib.import_module("hypercorn.asyncio").serve
    config = importlib.import_module("hypercorn.config").Config()
    config.bind = [f"fd://{descriptor}"]
    config.graceful_timeout = 0.1
    config.keep_alive_timeout = 75
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    _call_when_abandoned(lambda: loop.call_soon_threadsafe(stop.set))
    await serve(app, config, shutdown_trigger=stop.wait)


def _call_when_abandoned(stop: Callable[[], object]) -> None:
    def watch() -> None:
        while said := sys.stdin.buffer.read(1024):
            _last_word[:] = said
        forced = threading.Timer(SECONDS_TO_STOP, _end)
        forced.daemon = True
        forced.start()
        stop()

    threading.Thread(target=watch, daemon=True).start()


def _end() -> None:
    from ministack.core import lambda_runtime

    lambda_runtime.reset()
    if _last_word != b"keep\n":
        shutil.rmtree(os.environ["LOCALCLOUD_SCRATCH"], ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
