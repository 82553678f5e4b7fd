"""A machine of AWS's base image installs from a wheelhouse, or says why it cannot."""

from pathlib import Path

import pytest

from infrastructure.objects import Entry
from infrastructure.wheelhouse import Wheelhouse, read_wheelhouse, upload_wheelhouse
from tests.chalicelib.booting import BASE_IMAGE, NO_STORAGE, Ground
from tests.infrastructure.wheels import needed_by, repack


@pytest.fixture(scope="module")
def wheelhouse(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Wheelhouse:
    """What boto3 needs, and pip; as real as what was installed here."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in needed_by("boto3", "pip"):
        repack(name, folder)
    wheelhouse = read_wheelhouse(folder)
    upload_wheelhouse(ground.media, wheelhouse, ["boto3"])
    return wheelhouse


def test_it_paints_with_what_it_installed(ground: Ground, wheelhouse: Wheelhouse) -> None:
    painter = "import boto3, sys; print(sys.prefix, boto3.__file__)"
    package = ground.painter(painter)
    machine = ground.boot(package, BASE_IMAGE, WHEELHOUSE=wheelhouse.name)

    assert machine.powers_off()
    first, painted, last = machine.console()
    assert first == f"Installing from the wheelhouse {wheelhouse.name}"
    prefix, module = painted.split()
    assert module.startswith(f"{prefix}/lib/")
    assert str(machine.disk) in prefix
    assert machine.shipped() == [first, painted, last]


def test_it_says_that_the_wheelhouse_is_missing(ground: Ground) -> None:
    machine = ground.boot(ground.painter(""), BASE_IMAGE, WHEELHOUSE="0" * 64)

    error, cause = machine.reported()
    assert (error, "SHA256SUMS: No such file" in cause) == ("PaintingFailed", True)
    assert machine.powers_off()


def test_a_wheelhouse_that_cannot_be_reached_may_be_reached_elsewhere(
    ground: Ground, wheelhouse: Wheelhouse
) -> None:
    package = ground.painter("")
    machine = ground.boot(package, BASE_IMAGE, NO_STORAGE, WHEELHOUSE=wheelhouse.name)

    error, cause = machine.reported()
    assert (error, "could not be fetched" in cause) == ("Interrupted", True)
    assert machine.powers_off()


@pytest.mark.parametrize("changed", ["list", "wheel"])
def test_it_trusts_no_file_that_was_changed(ground: Ground, changed: str, tmp_path: Path) -> None:
    (tmp_path / "six-9-py3-none-any.whl").write_bytes(b"what was checked")
    (tmp_path / "pip-9-py3-none-any.whl").write_bytes(changed.encode())
    trusted = read_wheelhouse(tmp_path)
    upload_wheelhouse(ground.media, trusted, ["six"])
    name = "SHA256SUMS" if changed == "list" else "six-9-py3-none-any.whl"
    ground.media.put(Entry(trusted.prefix + name, b"what came later", "text/plain"))
    machine = ground.boot(ground.painter(""), BASE_IMAGE, WHEELHOUSE=trusted.name)

    error, cause = machine.reported()
    assert (error, f"{name}: FAILED" in cause) == ("PaintingFailed", True)
    assert machine.powers_off()
    assert machine.shipped()[-1].startswith("PaintingFailed: the wheelhouse is not as it was")


def test_it_says_what_cannot_be_installed(ground: Ground, tmp_path: Path) -> None:
    repack("pip", tmp_path)
    (tmp_path / "six-9-cp27-none-any.whl").write_bytes(b"for another Python")
    wheelhouse = read_wheelhouse(tmp_path)
    upload_wheelhouse(ground.media, wheelhouse, ["six for another Python"])
    machine = ground.boot(ground.painter(""), BASE_IMAGE, WHEELHOUSE=wheelhouse.name)

    error, cause = machine.reported()
    assert (error, "is not a supported wheel" in cause) == ("PaintingFailed", True)
    assert machine.powers_off()
