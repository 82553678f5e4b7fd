import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from infrastructure.artifacts import PACKAGE, build_package


def write_package(folder: Path) -> Path:
    package = folder / "gpu_task"
    for name in ("__main__.py", "clip/model.py", "styles/pictures/a.py", "__pycache__/old.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(f"# {name}\n")
    return package


def test_the_same_files_make_the_same_bytes_whenever_they_were_written(tmp_path: Path) -> None:
    first = write_package(tmp_path / "first")
    second = write_package(tmp_path / "second")
    for file in second.rglob("*.py"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
        file.chmod(0o600)
    assert build_package(first) == build_package(second)


def test_another_content_makes_another_name(tmp_path: Path) -> None:
    package = write_package(tmp_path)
    before = build_package(package)
    (package / "clip" / "model.py").write_text("# changed\n")
    assert build_package(package).key != before.key


def test_the_name_holds_the_hash_of_the_bytes(tmp_path: Path) -> None:
    package = build_package(write_package(tmp_path))
    digest = hashlib.sha256(package.body).hexdigest()
    assert package.key == f"artifacts/gpu_task-{digest}.zip"


def test_neither_pictures_nor_bytecode_are_packed(tmp_path: Path) -> None:
    package = build_package(write_package(tmp_path))
    with zipfile.ZipFile(io.BytesIO(package.body)) as archive:
        assert archive.namelist() == ["gpu_task/__main__.py", "gpu_task/clip/model.py"]


def test_the_unpacked_package_runs_by_itself(tmp_path: Path) -> None:
    package = build_package(PACKAGE)
    with zipfile.ZipFile(io.BytesIO(package.body)) as archive:
        archive.extractall(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-m", "gpu_task", "--help"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "stylize" in ran.stdout
    assert "job" in ran.stdout
