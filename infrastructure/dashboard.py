"""The dashboard of a stage as data. Names that only CloudFormation knows are left as `${Name}`."""

from dataclasses import dataclass
from typing import Any

_WIDTH, _HEIGHT, _COLUMNS = 12, 6, 2
_HOUR = 3600

_OURS = "VisualNeurons/${Stage}"
_MACHINE = (
    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}"
    ":stateMachine:visualneurons-${Stage}-paint"
)

Row = list[Any]
"""A line of a chart as CloudWatch writes it: namespace, name, dimensions, then how to show it."""


@dataclass(frozen=True)
class Widget:
    """One chart."""

    title: str
    rows: tuple[Row, ...]
    stat: str = "Sum"
    stacked: bool = False


def search(metric: str, *dimensions: str) -> Row:
    """A line for each combination of the dimensions' values."""
    schema = ",".join((_OURS, *dimensions))
    expression = f"SEARCH('{{{schema}}} MetricName=\"{metric}\"', 'Sum', {_HOUR})"
    return [{"expression": expression, "id": metric.lower()}]


WIDGETS = (
    Widget(
        "Executions",
        tuple(
            ["AWS/States", name, "StateMachineArn", _MACHINE]
            for name in (
                "ExecutionsSucceeded",
                "ExecutionsFailed",
                "ExecutionsTimedOut",
                "ExecutionsAborted",
            )
        ),
        stacked=True,
    ),
    Widget("Jobs by the mail that ended them", (search("Mails", "mail"),), stacked=True),
    Widget(
        "Time from upload to mail",
        tuple(
            ["AWS/States", "ExecutionTime", "StateMachineArn", _MACHINE, {"stat": stat}]
            for stat in ("p50", "p95")
        ),
    ),
    Widget(
        "Machines launched, and launches refused",
        (
            search("Launches", "instance_type", "market"),
            [
                "AWS/Lambda",
                "Errors",
                "FunctionName",
                "visualneurons-${Stage}-launch_instance",
                {"label": "refused"},
            ],
        ),
    ),
    Widget(
        "Mails",
        tuple(
            ["AWS/SES", name, "stage", "${Stage}"]
            for name in ("Send", "Delivery", "Bounce", "Complaint")
        ),
    ),
    Widget(
        "Events that failed, machines that outlived their job",
        (
            [
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                "QueueName",
                "visualneurons-${Stage}-dead-letters",
                {"stat": "Maximum"},
            ],
            [_OURS, "OrphanedMachines"],
        ),
    ),
)


def dashboard(widgets: tuple[Widget, ...] = WIDGETS) -> dict[str, Any]:
    """The body of the dashboard: the charts from left to right, then down."""
    return {"widgets": [_placed(place, widget) for place, widget in enumerate(widgets)]}


def _placed(place: int, widget: Widget) -> dict[str, Any]:
    row, column = divmod(place, _COLUMNS)
    return {
        "type": "metric",
        "x": column * _WIDTH,
        "y": row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": {
            "title": widget.title,
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "stacked": widget.stacked,
            "stat": widget.stat,
            "period": _HOUR,
            "metrics": list(widget.rows),
        },
    }
