"""The faults as data: named apart, and the document shows what is run."""

import random
from pathlib import Path

import pytest

from tests.clips import LONG
from tests.torture.cases import CASES
from tests.torture.load import percentile
from tests.torture.report import table, write_section


def test_every_fault_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 25


def test_the_same_seed_makes_the_same_clip() -> None:
    assert LONG.make(random.Random("it")) == LONG.make(random.Random("it"))
    assert LONG.make(random.Random("it")) != LONG.make(random.Random("other"))


def test_a_percentile_is_a_value_that_came() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 50) == 2.0
    assert percentile([4.0, 1.0, 3.0, 2.0], 95) == 4.0
    assert percentile([7.0], 5) == 7.0


def test_a_section_is_written_between_its_marks_only(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("before\n<!-- load -->\nold\n<!-- end of load -->\nafter\n")
    rows = [("a | b", "1")]
    write_section("load", table(("name", ">number"), rows), document)
    assert document.read_text() == (
        "before\n<!-- load -->\n| name | number |\n| --- | ---: |\n| a \\| b | 1 |\n"
        "<!-- end of load -->\nafter\n"
    )


def test_a_section_without_marks_is_not_written(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("nothing\n")
    with pytest.raises(ValueError, match="has no section <!-- soak -->"):
        write_section("soak", "text", document)
