import hashlib
import subprocess
from pathlib import Path

import pytest

from infrastructure.errors import DeploymentError
from infrastructure.objects import Bucket
from infrastructure.wheelhouse import (
    LIST,
    build_wheelhouse,
    find_wheelhouse,
    read_wheelhouse,
    upload_wheelhouse,
)
from tests.infrastructure.conftest import Stand
from tests.infrastructure.wheels import make, repack


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All that pip and uv find: a folder, to which the test adds wheels."""
    folder = tmp_path / "index"
    folder.mkdir()
    repack("pip", folder)
    settings = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path / "uv")}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for tool in ("PIP", "UV"):
        monkeypatch.setenv(f"{tool}_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def constraints(tmp_path: Path) -> Path:
    file = tmp_path / "constraints.txt"
    file.write_text("brush<2\n")
    return file


def test_a_wheelhouse_has_what_the_base_images_python_and_system_need(
    index: Path, constraints: Path, tmp_path: Path
) -> None:
    make(index, "easel-1-py3-none-any", needs=["brush", "old; python_version < '3.12'"])
    make(index, "brush-1-cp312-cp312-manylinux_2_39_x86_64")
    make(index, "brush-1-cp311-cp311-manylinux_2_39_x86_64")
    make(index, "brush-1-cp312-cp312-macosx_11_0_arm64")
    make(index, "brush-2-py3-none-any")

    wheelhouse = build_wheelhouse(["easel"], tmp_path / "wheels", constraints)

    names = {name for name in wheelhouse.digests if not name.startswith("pip-")}
    expected = {"easel-1-py3-none-any.whl", "brush-1-cp312-cp312-manylinux_2_39_x86_64.whl"}
    assert names == expected
    assert len(wheelhouse.digests) == 3


def test_what_was_built_before_is_not_in_it(index: Path, constraints: Path, tmp_path: Path) -> None:
    make(index, "easel-1-py3-none-any")
    make(index, "palette-1-py3-none-any")
    build_wheelhouse(["easel"], tmp_path / "wheels", constraints)

    wheelhouse = build_wheelhouse(["palette"], tmp_path / "wheels", constraints)

    assert not any(name.startswith("easel") for name in wheelhouse.digests)


def test_what_cannot_be_had_is_named(index: Path, constraints: Path, tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match="easel"):
        build_wheelhouse(["easel"], tmp_path / "wheels", constraints)


def test_the_list_is_what_sha256sum_reads_and_its_hash_the_name(tmp_path: Path) -> None:
    make(tmp_path, "brush-1-py3-none-any")
    make(tmp_path, "easel-1-py3-none-any")
    wheelhouse = read_wheelhouse(tmp_path)
    (tmp_path / LIST).write_bytes(wheelhouse.listing)

    subprocess.run(["sha256sum", "--check", "--strict", LIST], cwd=tmp_path, check=True)

    assert hashlib.sha256(wheelhouse.listing).hexdigest() == wheelhouse.name
    make(tmp_path, "easel-1-py3-none-any", needs=["brush"])
    assert read_wheelhouse(tmp_path).name != wheelhouse.name


def test_only_what_is_not_there_is_uploaded(stand: Stand, tmp_path: Path) -> None:
    media = Bucket(stand.owner.client("s3"), stand.outputs["MediaBucket"])
    make(tmp_path, "brush-1-py3-none-any")
    make(tmp_path, "easel-1-py3-none-any")
    wheelhouse = read_wheelhouse(tmp_path)

    assert upload_wheelhouse(media, wheelhouse, ["easel"]) == 2
    media.delete([f"{wheelhouse.prefix}brush-1-py3-none-any.whl"])
    assert upload_wheelhouse(media, wheelhouse, ["easel"]) == 1
    assert set(media.names(wheelhouse.prefix)) == {
        wheelhouse.prefix + name for name in (*wheelhouse.digests, LIST)
    }


def test_a_wheelhouse_serves_the_requirements_that_it_was_made_for(
    stand: Stand, tmp_path: Path
) -> None:
    media = Bucket(stand.owner.client("s3"), stand.outputs["MediaBucket"])
    make(tmp_path, "palette-1-py3-none-any")
    wheelhouse = read_wheelhouse(tmp_path)
    upload_wheelhouse(media, wheelhouse, ["palette==1"])

    assert find_wheelhouse(media, ["palette==1"]) == wheelhouse.name
    assert find_wheelhouse(media, ["palette==2"]) == ""
