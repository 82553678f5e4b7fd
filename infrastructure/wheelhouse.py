"""The painter's software as wheels, for machines whose image does not have it.

A wheelhouse is a folder of wheels with a list of their hashes, and the hash of that list is its
name: who knows the name can check every wheel.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from infrastructure.errors import DeploymentError
from infrastructure.objects import Bucket, Entry

PYTHON = "3.12"
"""Of AWS's GPU base image, Ubuntu 24.04, as is what follows."""
GLIBC_MINOR = 39
MACHINE = "x86_64"
LIST = "SHA256SUMS"
CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"


@dataclass(frozen=True)
class Wheelhouse:
    """A folder that holds these wheels; `digests` are their SHA-256."""

    folder: Path
    digests: dict[str, str]

    @property
    def listing(self) -> bytes:
        """What `sha256sum --check` reads."""
        return "".join(f"{self.digests[name]}  {name}\n" for name in sorted(self.digests)).encode()

    @property
    def name(self) -> str:
        return hashlib.sha256(self.listing).hexdigest()

    @property
    def prefix(self) -> str:
        """Of its keys in the media bucket."""
        return f"artifacts/wheelhouse-{self.name}/"

    @property
    def megabytes(self) -> int:
        return sum((self.folder / name).stat().st_size for name in self.digests) // 1_000_000


def read_wheelhouse(folder: Path) -> Wheelhouse:
    """The wheels of a folder."""
    return Wheelhouse(folder, {file.name: _digest(file) for file in folder.glob("*.whl")})


def build_wheelhouse(
    requirements: Iterable[str], folder: Path, constraints: Path = CONSTRAINTS
) -> Wheelhouse:
    """Fetch the wheels that the requirements need on the base image, and pip to install them.

    The folder is emptied first; what was fetched before, pip has in its cache.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lock = folder / "requirements.lock"
    _resolve([*requirements, "pip"], lock, constraints)
    _fetch(lock, folder)
    return read_wheelhouse(folder)


def upload_wheelhouse(media: Bucket, wheelhouse: Wheelhouse, requirements: Iterable[str]) -> int:
    """Bring what is not there yet, then say that it is for these requirements.

    Returns how many wheels were written.
    """
    written = [
        media.put_file(wheelhouse.prefix + name, wheelhouse.folder / name, digest)
        for name, digest in sorted(wheelhouse.digests.items())
    ]
    media.put(Entry(wheelhouse.prefix + LIST, wheelhouse.listing, "text/plain"))
    media.put(Entry(_sign(requirements), wheelhouse.name.encode(), "text/plain"))
    return sum(written)


def find_wheelhouse(media: Bucket, requirements: Iterable[str]) -> str:
    """The name of the wheelhouse that was brought for these requirements; empty without one."""
    return (media.read(_sign(requirements)) or b"").decode()


def _sign(requirements: Iterable[str]) -> str:
    """Where the name of the wheelhouse for these requirements is kept."""
    wanted = "\n".join([PYTHON, MACHINE, *requirements])
    return f"artifacts/wheelhouses/{hashlib.sha256(wanted.encode()).hexdigest()}"


def _resolve(requirements: list[str], lock: Path, constraints: Path) -> None:
    """Write down every package with its version.

    uv does it: pip would judge by the Python and the system that it runs on, not by the image's.
    """
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"),
        *("--only-binary=:all:", f"--python-version={PYTHON}"),
        f"--python-platform={MACHINE}-manylinux_2_{GLIBC_MINOR}",
        *(f"--constraint={constraints}", f"--output-file={lock}", "-"),
    ]
    _run(command, "\n".join(requirements))


def _fetch(lock: Path, folder: Path) -> None:
    tags = [f"manylinux_2_{minor}_{MACHINE}" for minor in range(GLIBC_MINOR, 4, -1)]
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary=:all:", "--implementation=cp", f"--python-version={PYTHON}"),
        *(f"--platform={tag}" for tag in [*tags, f"manylinux2014_{MACHINE}"]),
        *(f"--dest={folder}", f"--requirement={lock}"),
    ]
    _run(command)


def _run(command: list[str], text: str = "") -> None:
    ran = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise DeploymentError(f"{command[2]} could not fetch the wheels:\n{ran.stderr[-2000:]}")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
