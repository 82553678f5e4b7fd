"""What the painter's machines fetch: the gpu_task package and the weights of VGG16."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from infrastructure.objects import Bucket, Entry

PACKAGE = Path(__file__).resolve().parent.parent / "gpu_task"
_SUFFIXES = (".py", ".json", ".txt")
_NOT_PACKED = ("__pycache__", "styles/pictures", "styles/local", "styles/studio")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """The zipped gpu_task. Its key holds the hash of its bytes, which the machine checks."""

    key: str
    body: bytes = field(repr=False)


def build_package(folder: Path = PACKAGE) -> Package:
    """Zip the package: the same files make the same bytes, whenever and wherever."""
    files = sorted(file for file in folder.rglob("*") if _is_packed(file.relative_to(folder)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            name = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    body = packed.getvalue()
    return Package(f"artifacts/gpu_task-{hashlib.sha256(body).hexdigest()}.zip", body)


def upload_package(media: Bucket, package: Package) -> bool:
    """Returns whether it was not there yet."""
    return media.put(Entry(package.key, package.body, "application/zip"))


def upload_weights(media: Bucket, weights: Path) -> bool:
    """Lay a file of weights where the painter looks for it, under its own name."""
    key = f"artifacts/weights/{weights.name}"
    return media.put(Entry(key, weights.read_bytes(), "application/octet-stream"))


def _is_packed(file: Path) -> bool:
    name = file.as_posix()
    return file.suffix in _SUFFIXES and not any(
        name.startswith(f"{folder}/") or f"/{folder}/" in name for folder in _NOT_PACKED
    )
