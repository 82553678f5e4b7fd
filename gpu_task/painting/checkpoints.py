"""Where finished frames and the painter's state are kept while a clip is being painted."""

import os
from pathlib import Path
from typing import Protocol


class Checkpoints(Protocol):
    """A store of named bytes that outlives the machine; a name may contain slashes."""

    def save(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`, replacing what was there; complete or not at all."""

    def load(self, name: str) -> bytes | None:
        """What was saved under `name`, None if nothing was."""


class FolderCheckpoints:
    """Checkpoints as files under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        partial.write_bytes(data)
        os.replace(partial, path)  # noqa: PTH105 - the atomic replacement is the point

    def load(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
