"""Every mend is applied, says what it mends, and has its contract tested."""

import ast
from pathlib import Path

import pytest

from localcloud.emulator import REPOSITORY
from localcloud.mends import MENDS

FOLDER = REPOSITORY / "localcloud/mends"
HELPERS = {"__init__", "admin", "ec2_requests", "patching"}


def test_every_module_of_the_folder_is_applied() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - HELPERS == set(MENDS)


@pytest.mark.parametrize("name", MENDS)
def test_a_mend_says_what_the_emulator_does_and_what_aws_does(name: str) -> None:
    docstring = ast.get_docstring(ast.parse((FOLDER / f"{name}.py").read_text())) or ""

    assert "\nStock: " in docstring
    assert "\nAWS: " in docstring


@pytest.mark.parametrize("name", MENDS)
def test_a_mend_has_a_contract_test(name: str) -> None:
    tests = (Path(__file__).parent / f"mends/test_{name}.py").read_text()

    assert f'MEND = "{name}"' in tests
    assert "(account: Account)" in tests
