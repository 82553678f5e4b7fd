"""What Chalice does not say about the functions."""

import ast
from pathlib import Path

from infrastructure.watching import ASYNCHRONOUS

APP = Path(__file__).resolve().parents[2] / "app.py"


def test_functions_that_are_called_by_events_keep_what_fails() -> None:
    by_events = {
        node.name
        for node in ast.parse(APP.read_text()).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).startswith(("app.on_", "app.schedule"))
    }
    assert by_events == set(ASYNCHRONOUS)
