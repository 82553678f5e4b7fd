"""Deploys the functions and routes by the real `chalice deploy`, in a folder made for it.

Chalice's record of what it deployed is kept in the media bucket, so that any machine can go on
from there, beside a fingerprint of everything that went in: what is the same is not deployed again.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infrastructure.errors import ChaliceFailed
from infrastructure.functions import Policy
from infrastructure.layer_cache import LayerCache
from infrastructure.objects import Bucket, Entry

REPOSITORY = Path(__file__).resolve().parent.parent
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc")
_EMPTY_APP = 'from chalice.app import Chalice\n\napp = Chalice(app_name="visualneurons")\n'
_JSON = "application/json"


@dataclass(frozen=True)
class Sources:
    """What an app is made of."""

    repository: Path
    vendor: Path
    config: dict[str, Any]
    policies: dict[str, Policy]


class ChaliceApp:
    """One stage's app: a folder, and the record of its deployment in a bucket."""

    def __init__(self, folder: Path, stage: str, media: Bucket) -> None:
        self.folder = folder
        self._stage = stage
        self._media = media
        self._packages = folder / ".chalice" / "deployments"
        self._record = folder / ".chalice" / "deployed" / f"{stage}.json"

    def write(self, sources: Sources) -> None:
        """Make the folder: code, dependencies, configuration and policies."""
        policies = self.folder / ".chalice" / "policies"
        for old in (self.folder / "chalicelib", policies, self._packages):
            shutil.rmtree(old, ignore_errors=True)
        policies.mkdir(parents=True)
        shutil.copy2(sources.repository / "app.py", self.folder)
        library = sources.repository / "chalicelib"
        shutil.copytree(library, self.folder / "chalicelib", ignore=_NOT_COPIED)
        # The requirements are met by vendor/ already; Chalice would ask pip for them once more.
        (self.folder / "requirements.txt").write_text("")
        _link(self.folder / "vendor", sources.vendor)
        _write_json(self.folder / ".chalice" / "config.json", sources.config)
        for name, policy in sources.policies.items():
            _write_json(policies / f"{name}.json", policy)

    def deploy(self, environment: Mapping[str, str], *, force: bool = False) -> bool:
        """Deploy unless exactly this is deployed. Returns whether it did. Raises ChaliceFailed."""
        fingerprint = self.fingerprint()
        recorded = self._fetch_record()
        same = self._media.read(self._fingerprint_key) == fingerprint.encode()
        if recorded and same and not force:
            return False
        # Should this deployment fail half-way, no later one may take it for done.
        self._media.delete([self._fingerprint_key])
        layers = LayerCache((self.folder / "vendor").resolve(), self._packages)
        layers.bring()
        self._run("deploy", environment)
        layers.keep()
        self._keep_record(fingerprint)
        return True

    def delete(self, environment: Mapping[str, str]) -> bool:
        """Delete what was deployed. Returns whether anything was. Raises ChaliceFailed."""
        if not self._fetch_record():
            return False
        # Chalice loads an app to delete it. An empty one needs no settings, and it all goes.
        (self.folder / "app.py").write_text(_EMPTY_APP)
        _write_json(
            self.folder / ".chalice" / "config.json",
            {"version": "2.0", "app_name": "visualneurons", "stages": {self._stage: {}}},
        )
        self._run("delete", environment)
        self._media.delete([self._record_key, self._fingerprint_key])
        return True

    def resources(self) -> dict[str, dict[str, str]]:
        """What Chalice deployed, by name."""
        recorded = json.loads(self._record.read_text("utf-8"))["resources"]
        return {resource["name"]: resource for resource in recorded}

    def fingerprint(self) -> str:
        """A hash of everything that decides what Chalice deploys."""
        digest = hashlib.sha256(sys.version.encode())
        for file in self._deployed_files():
            digest.update(f"{file.relative_to(self.folder)}\n".encode())
            digest.update(file.read_bytes())
        digest.update((self.folder / "vendor").resolve().name.encode())
        return digest.hexdigest()

    def _deployed_files(self) -> Iterator[Path]:
        yield self.folder / "app.py"
        yield self.folder / ".chalice" / "config.json"
        for folder in ("chalicelib", ".chalice/policies"):
            yield from sorted(f for f in (self.folder / folder).rglob("*") if f.is_file())

    def _run(self, verb: str, environment: Mapping[str, str]) -> None:
        command = [
            sys.executable,
            "-c",
            "import sys; from chalice.cli import main; sys.exit(main())",
        ]
        ran = subprocess.run(
            [*command, verb, "--stage", self._stage],
            cwd=self.folder,
            env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise ChaliceFailed(f"chalice {verb} failed:\n{ran.stdout[-4000:]}")

    def _fetch_record(self) -> bool:
        record = self._media.read(self._record_key)
        if record is None:
            self._record.unlink(missing_ok=True)
            return False
        self._record.parent.mkdir(parents=True, exist_ok=True)
        self._record.write_bytes(record)
        return True

    def _keep_record(self, fingerprint: str) -> None:
        self._media.put(Entry(self._record_key, self._record.read_bytes(), _JSON))
        self._media.put(Entry(self._fingerprint_key, fingerprint.encode(), "text/plain"))

    @property
    def _record_key(self) -> str:
        return f"artifacts/chalice/{self._stage}.json"

    @property
    def _fingerprint_key(self) -> str:
        return f"artifacts/chalice/{self._stage}.fingerprint"


def _write_json(file: Path, data: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, indent=2) + "\n")


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target, target_is_directory=True)
