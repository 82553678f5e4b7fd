"""Wheels of what is installed here, as they once came from PyPI."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

_MADE_BY_INSTALLING = ("INSTALLER", "REQUESTED", "RECORD", "direct_url.json")


def repack(name: str, folder: Path) -> Path:
    """Lay the wheel of an installed package into the folder."""
    found = distribution(name)
    about = f"{name.replace('-', '_')}-{found.version}"
    wheel = folder / f"{about}-{_tag(found)}.whl"
    files = {str(file): Path(str(found.locate_file(file))) for file in found.files or ()}
    kept = {name: file for name, file in files.items() if _is_of_the_wheel(name)}
    record = io.StringIO()
    csv.writer(record).writerows([name, "", ""] for name in kept)
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, file in kept.items():
            archive.write(file, name)
        archive.writestr(f"{about}.dist-info/RECORD", record.getvalue())
    return wheel


def needed_by(*names: str) -> set[str]:
    """These packages, and all that they need."""
    found = set(names)
    for name in names:
        wanted = [one for one in distribution(name).requires or () if "extra ==" not in one]
        found |= needed_by(*(re.split(r"[^\w.-]", one)[0] for one in wanted))
    return found


def _tag(found: Distribution) -> str:
    tags: list[str] = re.findall(r"^Tag: (\S+)$", found.read_text("WHEEL") or "", re.MULTILINE)
    return (
        ".".join(dict.fromkeys(tag.split("-")[0] for tag in tags)) + tags[0][tags[0].index("-") :]
    )


def _is_of_the_wheel(name: str) -> bool:
    path = Path(name)
    return not (
        ".." in path.parts or "__pycache__" in path.parts or path.name in _MADE_BY_INSTALLING
    )


def make(folder: Path, name: str, needs: Sequence[str] = ()) -> Path:
    """Lay an empty wheel with this name into the folder, which is put in the place of another."""
    package, version, *tag = name.split("-")
    lines = ["Metadata-Version: 2.1", f"Name: {package}", f"Version: {version}"]
    lines += [f"Requires-Dist: {one}" for one in needs]
    wheel = folder / f"{name}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        about = f"{package}-{version}.dist-info"
        archive.writestr(f"{about}/METADATA", "\n".join(lines) + "\n")
        archive.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nTag: {'-'.join(tag)}\n")
        archive.writestr(f"{about}/RECORD", "")
    return wheel
