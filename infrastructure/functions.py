"""The functions' configuration as Chalice wants it: values, policies and settings filled in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infrastructure.rendering import Value, render
from infrastructure.stages import Stage

CHALICE = Path(__file__).resolve().parent.parent / ".chalice"

Policy = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What exists when the functions are deployed: the account, the stack, the painter's code.

    `wheelhouse` is the name of one that painters can install from; empty when there is none.
    """

    partition: str
    region: str
    account: str
    outputs: dict[str, str]
    painter_package: str
    wheelhouse: str = ""


def environment(stage: Stage, around: Surroundings) -> dict[str, str]:
    """The environment of the functions; chalicelib.settings reads it."""
    outputs = around.outputs
    return {
        "STAGE": stage.name,
        "UPLOADS_BUCKET": outputs["UploadsBucket"],
        "MEDIA_BUCKET": outputs["MediaBucket"],
        "JOBS_TABLE": outputs["JobsTable"],
        "PAINTERS_TABLE": outputs["PaintersTable"],
        "LINE_TABLE": outputs["LineTable"],
        "PAINTER_ROLE_ID": outputs["PainterRoleId"],
        "QUOTAS_TABLE": outputs["QuotasTable"],
        "STATE_MACHINE_ARN": outputs["StateMachineArn"],
        "LAUNCH_TEMPLATE": outputs["LaunchTemplate"],
        "SUBNET_IDS": outputs["SubnetIds"],
        "INSTANCE_TYPES": ",".join(stage.instance_types),
        "MARKETS": ",".join(stage.markets),
        "SENDER": stage.sender,
        "CONFIGURATION_SET": outputs["ConfigurationSet"],
        "SITE_URL": outputs["SiteUrl"],
        "PAINTER_PACKAGE": around.painter_package,
        "PAINTER_LOGS": outputs["PainterLogs"],
        "WHEELHOUSE": around.wheelhouse,
        "OBJECTIVE": stage.objective,
        "PAINTING_MINUTES": f"{stage.painting_minutes:g}",
        "MAX_PARTS": str(stage.max_parts),
        "MAX_INSTANCES": str(stage.max_instances),
        "PATIENCE_MINUTES": str(stage.patience_minutes),
        "MAX_BYTES": str(stage.limits.bytes),
        "MAX_PIXELS": str(stage.limits.pixels),
        "MAX_FRAMES": str(stage.limits.frames),
        "MAX_SECONDS": str(stage.limits.seconds),
        "UPLOADS_PER_ADDRESS": str(stage.quotas.per_address),
        "UPLOADS_PER_IDENTITY": str(stage.quotas.per_identity),
        "ALLOWED_DOMAINS": ",".join(stage.allowed_domains),
        "DENIED_DOMAINS": ",".join(stage.denied_domains),
        "KEEP_DAYS": str(stage.keep_days),
    }


def placeholder_values(stage: Stage, around: Surroundings) -> dict[str, Value]:
    """What the policies' placeholders stand for."""
    place = f"{around.region}:{around.account}"
    subnets = around.outputs["SubnetIds"].split(",")
    machine = around.outputs["StateMachineArn"]
    return {
        **around.outputs,
        "Partition": around.partition,
        "Region": around.region,
        "Account": around.account,
        "Stage": stage.name,
        "MailIdentity": stage.mail_identity,
        "Sender": stage.sender,
        "ImageParameter": stage.image_parameter,
        "InstanceTypes": stage.instance_types,
        "SubnetArns": tuple(
            f"arn:{around.partition}:ec2:{place}:subnet/{name}" for name in subnets
        ),
        "ExecutionArns": machine.replace(":stateMachine:", ":execution:") + ":*",
    }


def policies(stage: Stage, around: Surroundings, folder: Path = CHALICE) -> dict[str, Policy]:
    """One policy per function, by the function's name."""
    values = placeholder_values(stage, around)
    files = sorted((folder / "policies").glob("*.json"))
    return {file.stem: render(json.loads(file.read_text("utf-8")), values) for file in files}


def chalice_config(stage: Stage, around: Surroundings, folder: Path = CHALICE) -> dict[str, Any]:
    """Chalice's config.json with the stage's environment in it."""
    config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    stages = config["stages"]
    variables = environment(stage, around)
    stages[stage.name] = {
        **stages.get(stage.name, {}),
        "environment_variables": variables,
        # Beside the project's: what the functions cost belongs to the stage's budget.
        "tags": {"stage": stage.name},
    }
    config["stages"] = {stage.name: stages[stage.name]}
    return config
