"""The functions' dependencies, fetched once per set of requirements, for Lambda's platform.

Chalice would ask pip anew for every package it makes; what lies in `vendor/` it packs as it is.
"""

import compileall
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from py_compile import PycInvalidationMode

from infrastructure.errors import DeploymentError

MACHINE = "x86_64"


def vendor_folder(requirements: Path, cache: Path) -> Path:
    """A folder with everything that the requirements name; fetched when the cache lacks it."""
    folder = cache / _name(requirements)
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            fetched = Path(scratch) / "packages"
            _fetch(requirements, fetched)
            if not folder.is_dir():
                fetched.rename(folder)
    return folder


def python_version() -> str:
    """The version that Chalice gives the functions: that of the Python that deploys."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def platforms(python: str, machine: str = MACHINE) -> list[str]:
    """Wheels that run on Lambda's Amazon Linux: 2 (glibc 2.26) up to Python 3.11, then 2023."""
    newest = 26 if tuple(map(int, python.split("."))) <= (3, 11) else 34
    perennial = [f"manylinux_2_{minor}_{machine}" for minor in range(newest, 16, -1)]
    return [*perennial, f"manylinux2014_{machine}"]


def _name(requirements: Path) -> str:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    return f"python{python_version()}-{MACHINE}-{digest}"


def _fetch(requirements: Path, target: Path) -> None:
    wanted = [f"--platform={name}" for name in platforms(python_version())]
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-compile", "--only-binary=:all:", "--implementation=cp"),
        *(f"--python-version={python_version()}", *wanted),
        *(f"--target={target}", f"--requirement={requirements}"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise DeploymentError(f"pip could not fetch what the functions need:\n{ran.stderr[-2000:]}")
    shutil.rmtree(target / "bin", ignore_errors=True)
    # Every cold start would compile all of it anew. The hash keeps the bytecode valid although
    # Lambda gives the files other times.
    compileall.compile_dir(target, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
