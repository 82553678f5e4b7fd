"""The dashboard of a stage as data. Names that only CloudFormation knows are left as `${Name}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from infrastructure.cost import Inputs, machine_hour, services_dollars
from infrastructure.stages import Stage
from infrastructure.template import OPERATIONS_FILE, load_template

Row = list[Any]
"""A line of a chart as CloudWatch writes it: namespace, name, dimensions, then how to show it."""

_WIDTH, _HEIGHT, _COLUMNS = 12, 6, 2
_HOUR, _DAY = 3600, 86_400

_OURS = "VisualNeurons/${Stage}"
_ACCOUNT = "${AWS::Region}:${AWS::AccountId}"
_WORKFLOW = f"arn:${{AWS::Partition}}:states:{_ACCOUNT}:stateMachine:visualneurons-${{Stage}}-paint"
_STEPS = ("check_upload", "launch_instance", "release_instance", "send_mail")


@dataclass(frozen=True)
class Widget:
    """One chart."""

    title: str
    rows: tuple[Row, ...]
    stat: str = "Sum"
    period: int = _HOUR
    stacked: bool = False


def dashboard(stage: Stage, inputs: Inputs) -> dict[str, Any]:
    """The body of the dashboard: the alarms, then charts from left to right and down."""
    charts = [
        _outcomes(),
        _executions(),
        _where_time_goes(),
        _steps(),
        _speed(),
        _machines(),
        _refusals(),
        _cost(stage, inputs),
        _troubles(),
        _mails(),
        _mail_health(),
    ]
    return {"widgets": [_alarms(), *(_placed(place, chart) for place, chart in enumerate(charts))]}


def _outcomes() -> Widget:
    received = [_OURS, "JobsReceived", {"label": "received"}]
    return Widget("Jobs by outcome", (_search("JobsEnded", "outcome"), received))


def _executions() -> Widget:
    endings = ("Succeeded", "Failed", "TimedOut", "Aborted")
    rows = (_execution(f"Executions{ending}", {"label": ending}) for ending in endings)
    return Widget("Executions by how they ended", tuple(rows), stacked=True)


def _where_time_goes() -> Widget:
    rows = [
        [{"expression": "whole / 1000", "label": "upload to mail", "id": "seconds"}],
        _execution("ExecutionTime", {"id": "whole", "visible": False}),
        [_OURS, "SecondsToMachine", {"label": "upload to machine"}],
        [_OURS, "MachineSeconds", {"label": "launch to release"}],
        [_OURS, "PaintingSeconds", {"label": "painting"}],
    ]
    return Widget("Where a job's time goes, median seconds", tuple(rows), stat="p50")


def _steps() -> Widget:
    rows = (
        ["AWS/Lambda", "Duration", "FunctionName", f"visualneurons-${{Stage}}-{name}"]
        for name in _STEPS
    )
    return Widget("Time in the other states' functions, p95, ms", tuple(rows), stat="p95")


def _speed() -> Widget:
    rows = (
        [{"expression": "seconds / frames", "label": "seconds a frame", "id": "speed"}],
        [_OURS, "PaintingSeconds", {"id": "seconds", "visible": False}],
        [_OURS, "FramesPainted", {"id": "frames", "visible": False}],
        _search("FramesPainted", "instance_type", "objective"),
    )
    return Widget("Painting: seconds a frame, frames by machine and objective", rows)


def _machines() -> Widget:
    waiting = [_OURS, "JobsWaiting", {"stat": "Maximum", "label": "waiting in line"}]
    running = [_OURS, "MachinesRunning", {"stat": "Maximum", "label": "running"}]
    rows = (_search("Launches", "instance_type", "market"), running, waiting)
    return Widget("Machines launched and running, jobs in line", rows)


def _refusals() -> Widget:
    shown = {"stat": "Average", "label": "share of tries that had a machine", "yAxis": "right"}
    rows = (_search("LaunchesRefused", "market", "refusal"), [_OURS, "LaunchSuccess", shown])
    return Widget("Launches refused", rows)


def _cost(stage: Stage, inputs: Inputs) -> Widget:
    """Machines by the seconds that they ran, all else by the model, over the paintings sent."""
    ready = [_OURS, "JobsEnded", "outcome", "ready", {"id": "ready", "visible": False}]
    rows: list[Row] = [ready]
    parts = []
    kinds = ((one, market) for one in stage.instance_types for market in stage.markets)
    for number, (one, market) in enumerate(kinds):
        seconds = f"m{number}"
        hidden = {"id": seconds, "visible": False}
        rows.append([_OURS, "MachineSeconds", "instance_type", one, "market", market, hidden])
        second = machine_hour(inputs, one, market) / _HOUR
        parts.append(f"FILL({seconds}, 0) * {second:.8f}")
    cost = f"({' + '.join(parts)}) / ready + {services_dollars(inputs):.6f}"
    rows.insert(0, [{"expression": cost, "label": "a painting", "id": "cost"}])
    title = f"Cost per clip, $ (prices of {inputs.region}, {inputs.as_of})"
    return Widget(title, tuple(rows), period=_DAY)


def _troubles() -> Widget:
    queue = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName"]
    letters = [*queue, "visualneurons-${Stage}-dead-letters", {"stat": "Maximum"}]
    return Widget(
        "Dead letters, orphaned machines", (letters, [_OURS, "OrphanedMachines", {"stat": "Sum"}])
    )


def _mails() -> Widget:
    rows = (
        _search("MailsSent", "mail"),
        _search("MailsFailed", "mail", "failure"),
        _search("MailsWithheld", "why"),
    )
    return Widget("Mails by kind, tries that failed, mails withheld", rows)


def _mail_health() -> Widget:
    events = ("Send", "Delivery", "Bounce", "Complaint", "Reject")
    rows: Iterable[Row] = (["AWS/SES", name, "stage", "${Stage}"] for name in events)
    return Widget("What became of the mails", tuple(rows))


def _search(metric: str, *dimensions: str) -> Row:
    """A line for each combination of the dimensions' values."""
    schema = ",".join((_OURS, *dimensions))
    expression = f"SEARCH('{{{schema}}} MetricName=\"{metric}\"', 'Sum', {_HOUR})"
    return [{"expression": expression, "id": metric.lower()}]


def _execution(metric: str, shown: dict[str, Any]) -> Row:
    return ["AWS/States", metric, "StateMachineArn", _WORKFLOW, shown]


def _alarms() -> dict[str, Any]:
    resources = load_template(OPERATIONS_FILE)["Resources"].values()
    names = [
        about["Properties"]["AlarmName"]["Fn::Sub"]
        for about in resources
        if about["Type"] == "AWS::CloudWatch::Alarm"
    ]
    arn = f"arn:${{AWS::Partition}}:cloudwatch:{_ACCOUNT}:alarm:"
    return {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": _WIDTH * _COLUMNS,
        "height": 3,
        "properties": {"title": "Alarms", "alarms": [f"{arn}{name}" for name in names]},
    }


def _placed(place: int, widget: Widget) -> dict[str, Any]:
    row, column = divmod(place, _COLUMNS)
    return {
        "type": "metric",
        "x": column * _WIDTH,
        "y": 3 + row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": {
            "title": widget.title,
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "stacked": widget.stacked,
            "stat": widget.stat,
            "period": widget.period,
            "metrics": list(widget.rows),
        },
    }
