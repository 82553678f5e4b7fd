from pathlib import Path

import pytest

from infrastructure.dependencies import platforms, python_version, vendor_folder
from infrastructure.errors import DeploymentError


def test_wheels_suit_amazon_linux_2_up_to_python_3_11_and_2023_after_it() -> None:
    assert platforms("3.11")[0] == "manylinux_2_26_x86_64"
    assert platforms("3.12")[0] == "manylinux_2_34_x86_64"
    assert {"manylinux_2_17_x86_64", "manylinux2014_x86_64"} <= set(platforms("3.11"))


def test_what_was_fetched_is_not_fetched_again(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# nothing\n")
    first = vendor_folder(requirements, tmp_path / "cache")
    (first / "mark").touch()
    assert (vendor_folder(requirements, tmp_path / "cache") / "mark").exists()
    assert python_version() in first.name


def test_what_cannot_be_fetched_is_told_by_pip_and_leaves_nothing(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("./no-such-package.whl\n")
    with pytest.raises(DeploymentError, match="no-such-package"):
        vendor_folder(requirements, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
