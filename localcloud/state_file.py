"""The file in which a running local cloud says where it is."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from localcloud.credentials import Credentials
from localcloud.emulator import REPOSITORY
from localcloud.session import Session

STATE_FILE = REPOSITORY / "build/localcloud.json"


@dataclass(frozen=True)
class CloudState:
    """Where a local cloud answers, and the deployer's credentials for it."""

    endpoint_url: str
    region: str
    account: str
    credentials: Credentials
    pid: int = field(default_factory=os.getpid)

    def session(self) -> Session:
        """A boto3 session of the deployer."""
        return Session(self.endpoint_url, self.region, self.credentials)

    def write(self, path: Path | None = None) -> None:
        """Leave the state for other processes of the same user."""
        path = path or STATE_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        # Nobody ever reads a half of it.
        fresh = path.with_name(f"{path.name}.{self.pid}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(asdict(self), indent=2) + "\n")
        fresh.replace(path)

    @classmethod
    def forget(cls, path: Path) -> None:
        """Remove what this process has written there; another cloud's state stays."""
        state = cls.read(path)
        if state is not None and state.pid == os.getpid():
            path.unlink()

    @classmethod
    def read(cls, path: Path | None = None) -> Self | None:
        """The state of the running local cloud, None when there is none."""
        try:
            fields = json.loads((path or STATE_FILE).read_text())
        except FileNotFoundError:
            return None
        fields["credentials"] = Credentials(**fields["credentials"])
        state = cls(**fields)
        return state if state._is_alive() else None

    def _is_alive(self) -> bool:
        """A local cloud that was killed leaves its file behind."""
        try:
            os.kill(self.pid, 0)
        except (ProcessLookupError, PermissionError):
            # Nobody's process, or by now another user's.
            return False
        return True
