"""Every function's policy and configuration, compared with what was looked at and approved.

After a change that is meant: `python -m tests.infrastructure.golden` and look at the difference.
"""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.settings import Settings
from infrastructure.check import example
from infrastructure.functions import CHALICE, chalice_config, environment, policies
from infrastructure.stages import load_stage, stage_names
from tests.infrastructure.golden import GOLDEN, STAGE

REPOSITORY = CHALICE.parent
POLICIES = policies(STAGE, example(STAGE))
CONFIG: dict[str, Any] = json.loads((CHALICE / "config.json").read_text())
ANY_RESOURCE = {"ec2:DescribeInstances", "ses:GetSuppressedDestination"}
"""What AWS cannot limit to a resource."""


def statements(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = POLICIES[name]["Statement"]
    return found


def actions(name: str) -> set[str]:
    listed = [statement["Action"] for statement in statements(name)]
    return {one for item in listed for one in ([item] if isinstance(item, str) else item)}


def functions_of_the_app() -> set[str]:
    """Chalice makes a function of each decorated one; all routes share `api_handler`."""
    names = set()
    for node in ast.parse((REPOSITORY / "app.py").read_text()).body:
        for decorator in getattr(node, "decorator_list", []):
            kind = getattr(getattr(decorator, "func", None), "attr", "")
            if kind == "route":
                names.add("api_handler")
            elif kind in ("lambda_function", "on_s3_event", "on_cw_event", "schedule"):
                assert isinstance(node, ast.FunctionDef)
                names.add(node.name)
    return names


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_a_policy_is_the_approved_one(name: str) -> None:
    assert POLICIES[name] == json.loads((GOLDEN / f"{name}.json").read_text())


def test_every_function_of_the_app_has_a_policy_and_a_configuration_of_its_own() -> None:
    assert set(POLICIES) == functions_of_the_app() == set(CONFIG["lambda_functions"])
    for name, settings in CONFIG["lambda_functions"].items():
        assert settings["iam_policy_file"] == f"policies/{name}.json"


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_a_policy_has_no_wildcard_actions_and_names_its_resources(name: str) -> None:
    for statement in statements(name):
        listed = statement["Action"]
        for action in [listed] if isinstance(listed, str) else listed:
            assert "*" not in action
            assert statement["Resource"] != "*" or action in ANY_RESOURCE


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_a_function_writes_its_own_log_only(name: str) -> None:
    # Chalice calls the function of the routes like the app.
    function = "visualneurons-prod" if name == "api_handler" else f"visualneurons-prod-{name}"
    (log,) = [one for one in statements(name) if one["Sid"] == "WriteTheLog"]
    assert log["Resource"].endswith(f":log-group:/aws/lambda/{function}:*")


def test_only_the_launcher_passes_a_role_and_only_the_painters_to_ec2_only() -> None:
    assert [name for name in sorted(POLICIES) if "iam:PassRole" in actions(name)] == [
        "launch_instance"
    ]
    (passing,) = [one for one in statements("launch_instance") if one["Action"] == "iam:PassRole"]
    assert passing["Resource"] == "arn:aws:iam::123456789012:role/the-PainterRole"
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def test_only_instances_of_this_stage_are_terminated() -> None:
    for name in POLICIES:
        for statement in statements(name):
            if statement["Action"] == "ec2:TerminateInstances":
                tags = statement["Condition"]["StringEquals"]
                assert tags["aws:ResourceTag/project"] == "visualneurons"
                assert tags["aws:ResourceTag/stage"] == "prod"


def test_only_functions_that_send_mails_may() -> None:
    senders = {name for name in POLICIES if "ses:SendEmail" in actions(name)}
    assert senders == {"send_mail", "on_execution_end"}


def test_functions_that_events_call_may_keep_what_failed() -> None:
    keepers = {name for name in POLICIES if "sqs:SendMessage" in actions(name)}
    assert keepers == {"on_upload", "on_execution_end", "reap_instances"}


@pytest.mark.parametrize("name", stage_names())
def test_the_functions_understand_the_environment_that_a_stage_gives_them(name: str) -> None:
    stage = load_stage(name)
    settings = Settings.from_environment(environment(stage, example(stage)))
    assert settings.stage == name
    assert settings.subnet_ids == ("subnet-a", "subnet-b")
    assert settings.instance_types == stage.instance_types
    assert settings.limits.bytes == stage.limits.bytes


def test_the_rendered_configuration_holds_one_stage_with_its_environment() -> None:
    stage = load_stage("prod")
    config = chalice_config(stage, example(stage))
    assert set(config["stages"]) == {"prod"}
    assert config["stages"]["prod"]["environment_variables"]["STAGE"] == "prod"
    assert config["stages"]["prod"]["log_retention_in_days"] == 90


def test_a_function_gives_up_before_the_workflow_does() -> None:
    workflow = json.loads((REPOSITORY / "statemachine" / "paint.asl.json").read_text())
    for state in workflow["States"].values():
        name = state.get("Arguments", {}).get("FunctionName", "")
        if name.startswith("${Functions}-"):
            settings = CONFIG["lambda_functions"][name.removeprefix("${Functions}-")]
            seconds = settings.get("lambda_timeout", CONFIG["lambda_timeout"])
            assert seconds < state["TimeoutSeconds"], name


def test_every_policy_file_is_indented_so_that_a_person_can_read_it() -> None:
    for file in Path(CHALICE / "policies").glob("*.json"):
        text = file.read_text()
        assert text == json.dumps(json.loads(text), indent=2) + "\n", file.name
