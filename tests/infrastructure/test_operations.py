"""What watches a stage: alarms, budget, dashboard."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infrastructure.dashboard import dashboard
from infrastructure.errors import InvalidStage
from infrastructure.stages import STAGES, load_stage
from infrastructure.template import (
    BYTES_AT_MOST,
    OPERATIONS_FILE,
    load_template,
    render_operations,
)

RESOURCES: dict[str, Any] = load_template(OPERATIONS_FILE)["Resources"]
ALARMS = [name for name, one in RESOURCES.items() if one["Type"] == "AWS::CloudWatch::Alarm"]


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES[name]["Properties"]
    return found


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_tells_somebody_and_names_its_runbook(name: str) -> None:
    assert properties(name)["AlarmActions"] == [{"Ref": "Alarms"}]
    assert "docs/operations.md" in properties(name)["AlarmDescription"]


def test_the_rendered_template_holds_the_whole_dashboard_and_is_not_too_long() -> None:
    rendered = render_operations(dashboard())
    body = json.loads(rendered)["Resources"]["Dashboard"]["Properties"]["DashboardBody"]
    assert json.loads(body["Fn::Sub"]) == dashboard()
    assert len(rendered.encode()) <= BYTES_AT_MOST


def test_charts_do_not_overlap() -> None:
    places = [(widget["x"], widget["y"]) for widget in dashboard()["widgets"]]
    assert len(set(places)) == len(places)


def test_the_dashboard_needs_no_name_that_cloudformation_cannot_fill_in() -> None:
    parameters = set(load_template(OPERATIONS_FILE)["Parameters"])
    pseudo = {"AWS::Region", "AWS::AccountId", "AWS::Partition"}
    assert set(re.findall(r"\$\{([\w:]+)\}", json.dumps(dashboard()))) <= parameters | pseudo


def test_a_budget_that_would_tell_nobody_is_refused(tmp_path: Path) -> None:
    settings = (STAGES / "prod.yaml").read_text()
    assert load_stage("prod").monthly_budget_usd == 0
    silent = re.sub(r"monthly_budget_usd: 0", "monthly_budget_usd: 50", settings)
    (tmp_path / "prod.yaml").write_text(silent)
    with pytest.raises(InvalidStage, match="alarm_email"):
        load_stage("prod", tmp_path)
