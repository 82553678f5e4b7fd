"""What the dashboard shows is there to be shown."""

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import metrics
from infrastructure.cost import machine_hour, read_inputs, services_dollars
from infrastructure.dashboard import dashboard
from infrastructure.errors import MissingValue
from infrastructure.stages import load_stage, stage_names
from infrastructure.template import (
    BYTES_AT_MOST,
    OPERATIONS_FILE,
    load_template,
    render_operations,
)
from tests.infrastructure.metrics import MEASUREMENTS, emitted_metrics

PROD = load_stage("prod")
INPUTS = read_inputs()
BODY = dashboard(PROD, INPUTS)
CHARTS = [widget for widget in BODY["widgets"] if widget["type"] == "metric"]
OURS = "VisualNeurons/${Stage}"


def shown() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every metric of ours on the dashboard with the names of its dimensions."""
    for row in (row for chart in CHARTS for row in chart["properties"]["metrics"]):
        if row[0] == OURS:
            yield row[1], tuple(name for name in row[2::2] if isinstance(name, str))
        elif isinstance(row[0], dict) and "SEARCH" in row[0]["expression"]:
            found = re.search(
                r'\{(.+?)\} MetricName="(\w+)"', row[0]["expression"].replace(OURS, "")
            )
            assert found
            yield found[2], tuple(found[1].strip(",").split(","))


def test_every_metric_of_ours_is_emitted_with_these_dimensions() -> None:
    for name, dimensions in shown():
        assert dimensions in ((), emitted_metrics()[name]), name


def test_every_kind_of_measurement_is_looked_for() -> None:
    makers = {
        maker.__name__
        for _, maker in inspect.getmembers(metrics, inspect.isfunction)
        if maker.__annotations__.get("return") is metrics.Measurement
    }
    assert set(MEASUREMENTS) == makers


def test_nothing_that_is_emitted_is_left_out() -> None:
    assert {name for name, _ in shown()} == set(emitted_metrics())


@pytest.mark.parametrize("stage", stage_names())
def test_the_rendered_template_holds_the_whole_dashboard_and_is_not_too_long(stage: str) -> None:
    body = dashboard(load_stage(stage), INPUTS)
    rendered = render_operations(body)
    held = json.loads(rendered)["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    assert json.loads(held) == body
    assert len(rendered.encode()) <= BYTES_AT_MOST


def test_charts_do_not_overlap() -> None:
    taken = [
        (widget["x"] + column, widget["y"] + row)
        for widget in BODY["widgets"]
        for column in range(widget["width"])
        for row in range(widget["height"])
    ]
    assert len(set(taken)) == len(taken)


def test_it_needs_no_name_that_cloudformation_cannot_fill_in() -> None:
    parameters = set(load_template(OPERATIONS_FILE)["Parameters"])
    pseudo = {"AWS::Region", "AWS::AccountId", "AWS::Partition"}
    assert set(re.findall(r"\$\{([\w:]+)\}", json.dumps(BODY))) <= parameters | pseudo


def test_every_alarm_is_on_it() -> None:
    (alarms,) = [widget for widget in BODY["widgets"] if widget["type"] == "alarm"]
    resources = load_template(OPERATIONS_FILE)["Resources"].values()
    wanted = [one for one in resources if one["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(alarms["properties"]["alarms"]) == len(wanted)


def test_the_names_within_a_chart_are_unique_and_fit_its_expressions() -> None:
    for chart in CHARTS:
        options = [row[-1] for row in chart["properties"]["metrics"] if isinstance(row[-1], dict)]
        names = [option["id"] for option in options if "id" in option]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z]\w*", name) for name in names)


def cost_of(**seconds: float) -> float:
    """The dashboard's expression for the cost of a clip, evaluated."""
    (chart,) = [c for c in CHARTS if c["properties"]["title"].startswith("Cost per clip")]
    (expression, *rows) = chart["properties"]["metrics"]
    values: dict[str, Any] = {row[-1]["id"]: 0.0 for row in rows} | {"ready": 2.0}
    for row in rows:
        if row[1] == "MachineSeconds":
            values[row[-1]["id"]] = seconds.get(f"{row[3]} {row[5]}", 0.0)
    text = expression[0]["expression"]
    return float(eval(text, {"FILL": lambda value, _: value}, values))  # noqa: S307


def test_the_cost_of_a_clip_is_what_the_model_says() -> None:
    cost = cost_of(**{"g5.xlarge spot": 3600, "g6.xlarge on-demand": 1800})
    machines = machine_hour(INPUTS, "g5.xlarge", "spot")
    machines += machine_hour(INPUTS, "g6.xlarge", "on-demand") / 2
    assert cost == pytest.approx(machines / 2 + services_dollars(INPUTS), rel=1e-3)


def test_a_machine_without_a_price_is_refused_by_its_name() -> None:
    with pytest.raises(MissingValue, match=r"not p5\.48xlarge"):
        dashboard(replace(PROD, instance_types=("p5.48xlarge",)), INPUTS)
