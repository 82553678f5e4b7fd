"""The alarms' descriptions lead to runbooks that exist."""

import re
from pathlib import Path

import pytest

from infrastructure.template import OPERATIONS_FILE, load_template

DOCS = Path(__file__).resolve().parents[2] / "docs"
DESCRIPTIONS = {
    name: one["Properties"]["AlarmDescription"]
    for name, one in load_template(OPERATIONS_FILE)["Resources"].items()
    if one["Type"] == "AWS::CloudWatch::Alarm"
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_an_alarm_leads_to_its_runbook(name: str) -> None:
    found = re.search(r"docs/operations\.md, (.+)\.$", DESCRIPTIONS[name])
    assert found
    assert f"\n### {found[1]}\n" in (DOCS / "operations.md").read_text()


def test_every_runbook_belongs_to_an_alarm() -> None:
    runbooks = set(re.findall(r"^### (.+)$", (DOCS / "operations.md").read_text(), re.MULTILINE))
    assert runbooks == {
        text.rpartition("operations.md, ")[2][:-1] for text in DESCRIPTIONS.values()
    }
