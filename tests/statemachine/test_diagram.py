"""The documentation shows the workflow as it is."""

from pathlib import Path

from statemachine.definition import load_definition
from statemachine.diagram import mermaid

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_the_documented_diagram_is_drawn_from_the_definition() -> None:
    assert mermaid(load_definition()) in ARCHITECTURE.read_text()


def test_every_state_is_in_the_diagram() -> None:
    drawn = mermaid(load_definition())
    assert all(f"{state} -->" in drawn for state in load_definition()["States"])
