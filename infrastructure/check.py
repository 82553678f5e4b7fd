"""Checks what can be checked without an account: template, policies, configuration, stages."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from infrastructure import functions
from infrastructure.errors import DeploymentError
from infrastructure.functions import Surroundings
from infrastructure.image import image_parameters
from infrastructure.stages import Stage, load_stage, stage_names
from infrastructure.template import BYTES_AT_MOST, load_template, render_template
from statemachine.definition import load_definition


class CheckFailed(DeploymentError):
    """Something would not deploy; the message says what."""


def check() -> list[str]:
    """What was found in order, in words. Raises CheckFailed, or what reading a stage raises."""
    size = _check_template(render_template(load_definition()))
    found = [f"template: cfn-lint finds nothing; {size} of {BYTES_AT_MOST} bytes"]
    for name in stage_names():
        stage = load_stage(name)
        _check_parameters(stage)
        functions.chalice_config(stage, example(stage))
        count = len(functions.policies(stage, example(stage)))
        found.append(f"stage {name}: settings complete, {count} policies render")
    return found


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


def _check_template(rendered: str) -> int:
    size = len(rendered.encode())
    if size > BYTES_AT_MOST:
        raise CheckFailed(f"the template has {size} bytes, more than {BYTES_AT_MOST}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        file.write_text(rendered, "utf-8")
        command = [str(Path(sys.executable).with_name("cfn-lint")), "--", str(file)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise CheckFailed(f"cfn-lint:\n{ran.stdout}{ran.stderr}")
    return size


def _check_parameters(stage: Stage) -> None:
    wanted = {
        name for name, about in load_template()["Parameters"].items() if "Default" not in about
    }
    given = set(stage.parameters() | image_parameters(stage))
    missing = wanted - given
    unknown = given - set(load_template()["Parameters"])
    if missing or unknown:
        problems = [*(f"no {name}" for name in missing), *(f"unknown {name}" for name in unknown)]
        raise CheckFailed(f"parameters of {stage.name}: {', '.join(sorted(problems))}")
