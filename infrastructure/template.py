"""The two CloudFormation templates as data: a stage, and what watches it."""

import json
from pathlib import Path
from typing import Any

import yaml

TEMPLATE_FILE = Path(__file__).with_name("template.yaml")
OPERATIONS_FILE = Path(__file__).with_name("operations.yaml")
BYTES_AT_MOST = 51_200
"""CloudFormation takes no longer template with the request itself."""

Template = dict[str, Any]


def render_template(workflow: dict[str, Any], file: Path = TEMPLATE_FILE) -> str:
    """The template in JSON with the workflow's definition in Amazon States Language in it."""
    template = load_template(file)
    template["Resources"]["Workflow"]["Properties"]["Definition"] = workflow
    return _compact(template)


def render_operations(dashboard: dict[str, Any], file: Path = OPERATIONS_FILE) -> str:
    """The template of what watches a stage in JSON with the dashboard in it."""
    template = load_template(file)
    body = {"Fn::Sub": _compact(dashboard)}
    template["Resources"]["Dashboard"]["Properties"]["DashboardBody"] = body
    return _compact(template)


def load_template(file: Path = TEMPLATE_FILE) -> Template:
    """A template with CloudFormation's short tags (`!Ref`) written out (`{"Ref": …}`)."""
    template: Template = yaml.load(file.read_text("utf-8"), Loader=_Loader)  # noqa: S506
    return template


def _compact(data: dict[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"))


class _Loader(yaml.SafeLoader):
    """Loads plain values only, as its base class does, and CloudFormation's tags."""


def _function(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        raise yaml.YAMLError(f"!{tag} takes a text or a list{node.start_mark}")
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _function)
