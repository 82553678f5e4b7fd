"""The logs' metrics count what the functions really say."""

import ast
from pathlib import Path

import pytest

from infrastructure.template import OPERATIONS_FILE, load_template
from infrastructure.watching import ASYNCHRONOUS, METRICS, LogMetric

LIBRARY = Path(__file__).resolve().parents[2] / "chalicelib"


def logged() -> dict[str, set[str]]:
    """Every message that the control plane logs as information or worse, with its extra keys."""
    found: dict[str, set[str]] = {}
    for file in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("logger."):
                message = node.args[0] if node.args else None
                if isinstance(message, ast.Constant):
                    extra = next((k.value for k in node.keywords if k.arg == "extra"), None)
                    keys = extra.keys if isinstance(extra, ast.Dict) else []
                    names = {key.value for key in keys if isinstance(key, ast.Constant)}
                    found.setdefault(str(message.value), set()).update(map(str, names))
    return found


@pytest.mark.parametrize("metric", METRICS, ids=lambda one: f"{one.metric}-{one.function}")
def test_a_metric_counts_a_message_that_is_logged_with_its_keys(metric: LogMetric) -> None:
    assert set(metric.by) <= logged()[metric.message]


def test_the_alarm_on_orphaned_machines_looks_at_the_metric_that_counts_them() -> None:
    alarm = load_template(OPERATIONS_FILE)["Resources"]["MachinesOutlivedTheirJob"]["Properties"]
    assert alarm["Namespace"] == {"Fn::Sub": "VisualNeurons/${Stage}"}
    assert alarm["MetricName"] in {metric.metric for metric in METRICS}


def test_functions_that_are_called_by_events_keep_what_fails() -> None:
    app = ast.parse((LIBRARY.parent / "app.py").read_text())
    by_events = {
        node.name
        for node in app.body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).startswith(("app.on_", "app.schedule"))
    }
    assert by_events == set(ASYNCHRONOUS)
