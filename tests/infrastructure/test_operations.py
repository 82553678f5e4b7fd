"""What watches a stage: alarms and budget."""

import re
from pathlib import Path
from typing import Any

import pytest

from infrastructure.cost import read_inputs
from infrastructure.errors import InvalidStage
from infrastructure.stages import STAGES, load_stage
from infrastructure.template import OPERATIONS_FILE, load_template
from tests.infrastructure.metrics import emitted_metrics

RESOURCES: dict[str, Any] = load_template(OPERATIONS_FILE)["Resources"]
ALARMS = [name for name, one in RESOURCES.items() if one["Type"] == "AWS::CloudWatch::Alarm"]
OURS = {"Fn::Sub": "VisualNeurons/${Stage}"}


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES[name]["Properties"]
    return found


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_tells_somebody_and_names_its_runbook(name: str) -> None:
    assert properties(name)["AlarmActions"] == [{"Ref": "Alarms"}]
    assert "docs/operations.md" in properties(name)["AlarmDescription"]


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_on_a_metric_of_ours_looks_at_one_that_is_emitted(name: str) -> None:
    alarm = properties(name)
    if alarm["Namespace"] == OURS:
        # Without dimensions: the total, which every metric of ours has.
        assert alarm["MetricName"] in emitted_metrics()
        assert "Dimensions" not in alarm


def test_the_idle_cost_counts_what_the_alarms_look_at() -> None:
    assert read_inputs().idle_month["Alarms"].count == len(ALARMS)


def test_only_the_reaper_gives_the_alarm_by_its_silence() -> None:
    silent = [n for n in ALARMS if properties(n)["TreatMissingData"] == "breaching"]
    assert silent == ["ReaperSilent"]


def test_a_budget_that_would_tell_nobody_is_refused(tmp_path: Path) -> None:
    settings = (STAGES / "prod.yaml").read_text()
    silent = re.sub(r"monthly_budget_usd: \d+", "monthly_budget_usd: 50", settings)
    (tmp_path / "prod.yaml").write_text(silent)
    with pytest.raises(InvalidStage, match="alarm_email"):
        load_stage("prod", tmp_path)
