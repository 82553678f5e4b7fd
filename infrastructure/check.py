"""Checks what can be checked without an account: template, policies, configuration, stages."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from infrastructure import functions
from infrastructure.cost import read_inputs
from infrastructure.dashboard import dashboard
from infrastructure.errors import DeploymentError
from infrastructure.functions import Surroundings
from infrastructure.image import image_parameters
from infrastructure.stages import Stage, load_stage, stage_names
from infrastructure.template import (
    BYTES_AT_MOST,
    OPERATIONS_FILE,
    TEMPLATE_FILE,
    load_template,
    render_operations,
    render_template,
)
from statemachine.definition import load_definition


class CheckFailed(DeploymentError):
    """Something would not deploy; the message says what."""


def check() -> list[str]:
    """What was found in order, in words. Raises CheckFailed, or what reading a stage raises."""
    found = []
    for file, template in rendered_templates(load_stage("prod")).items():
        size = _check_template(file.name, template)
        found.append(f"{file.name}: cfn-lint finds nothing; {size} of {BYTES_AT_MOST} bytes")
    for name in stage_names():
        stage = load_stage(name)
        rendered_templates(stage)
        _check_parameters(stage, TEMPLATE_FILE, stage.parameters() | image_parameters(stage))
        _check_parameters(stage, OPERATIONS_FILE, stage.operations_parameters())
        functions.chalice_config(stage, example(stage))
        count = len(functions.policies(stage, example(stage)))
        found.append(f"stage {name}: settings complete, {count} policies render")
    return found


def rendered_templates(stage: Stage) -> dict[Path, str]:
    """The stage's templates as they are deployed, by the files that they come from."""
    return {
        TEMPLATE_FILE: render_template(load_definition()),
        OPERATIONS_FILE: render_operations(dashboard(stage, read_inputs())),
    }


def example(stage: Stage) -> Surroundings:
    """Surroundings as CloudFormation would give them, with names that are easy to read."""
    outputs = {name: f"the-{name}" for name in load_template()["Outputs"]}
    arn = "arn:aws:{}:eu-central-1:123456789012:{}"
    outputs |= {
        "SubnetIds": "subnet-a,subnet-b",
        "SiteUrl": stage.site_url or "https://d111111abcdef8.cloudfront.net",
        "StateMachineArn": arn.format("states", f"stateMachine:visualneurons-{stage.name}-paint"),
        "DeadLetters": arn.format("sqs", f"visualneurons-{stage.name}-dead-letters"),
        "PainterRole": "arn:aws:iam::123456789012:role/the-PainterRole",
    }
    return Surroundings("aws", "eu-central-1", "123456789012", outputs, "artifacts/gpu_task-0.zip")


def _check_template(name: str, rendered: str) -> int:
    size = len(rendered.encode())
    if size > BYTES_AT_MOST:
        raise CheckFailed(f"{name} has {size} bytes, more than {BYTES_AT_MOST}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        file.write_text(rendered, "utf-8")
        command = [str(Path(sys.executable).with_name("cfn-lint")), "--", str(file)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise CheckFailed(f"cfn-lint:\n{ran.stdout}{ran.stderr}")
    return size


def _check_parameters(stage: Stage, file: Path, given: Mapping[str, str]) -> None:
    parameters = load_template(file)["Parameters"]
    wanted = {name for name, about in parameters.items() if "Default" not in about}
    missing = wanted - set(given)
    unknown = set(given) - set(parameters)
    if missing or unknown:
        problems = [*(f"no {name}" for name in missing), *(f"unknown {name}" for name in unknown)]
        raise CheckFailed(f"{file.name}: parameters of {stage.name}: {', '.join(sorted(problems))}")
