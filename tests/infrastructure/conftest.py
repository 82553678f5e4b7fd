"""A stage's stack on the local cloud, and everyone who may do something in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from infrastructure.functions import Surroundings, policies
from infrastructure.image import image_parameters
from infrastructure.stack import Stack
from infrastructure.stages import Stage, load_stage
from infrastructure.template import render_template
from localcloud.cloud import LocalCloud
from localcloud.session import Session
from localcloud.visitor import Visitor
from statemachine.definition import load_definition

PAINTERS_MACHINE = "i-0123456789"
ANYONE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:*"}
    ],
}


@dataclass(frozen=True)
class Stand:
    """A deployed stack without functions, and roles that have the functions' policies."""

    cloud: LocalCloud
    stage: Stage
    outputs: dict[str, str]
    roles: dict[str, str]

    @property
    def owner(self) -> Session:
        """Whom nothing is refused."""
        return self.cloud.session(self.cloud.root)

    def function(self, name: str) -> Session:
        """Who acts as this function."""
        return self.cloud.session(self.cloud.role(self.roles[name]))

    def painter(self) -> Session:
        """Who acts as a painter's machine."""
        return self.cloud.session(self.cloud.role(self.outputs["PainterRole"], PAINTERS_MACHINE))

    def painter_id(self, machine: str = PAINTERS_MACHINE) -> str:
        """What IAM calls a painter on that machine."""
        return f"{self.outputs['PainterRoleId']}:{machine}"

    def visitor(self) -> Visitor:
        """Somebody new on the page."""
        pool = self.outputs["IdentityPoolId"]
        return Visitor.arrive(self.cloud.endpoint_url, self.cloud.region, pool)


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    stage = load_stage("local")
    with LocalCloud(tmp_path_factory.mktemp("stand")) as cloud:
        outputs = deploy_stack(cloud, stage)
        around = Surroundings("aws", cloud.region, cloud.account, outputs, "artifacts/gpu_task-0")
        iam = cloud.session(cloud.root).client("iam")
        roles = {
            name: make_role(iam, name, policy) for name, policy in policies(stage, around).items()
        }
        yield Stand(cloud, stage, outputs, roles)


def deploy_stack(cloud: LocalCloud, stage: Stage) -> dict[str, str]:
    stack = Stack(cloud.session().client("cloudformation"), stage.stack_name)
    template = render_template(load_definition())
    stack.execute(stack.plan(template, stage.parameters() | image_parameters(stage), {}))
    return stack.outputs()


def make_role(iam: Any, name: str, policy: dict[str, Any]) -> str:
    role = iam.create_role(RoleName=f"as-{name}", AssumeRolePolicyDocument=json.dumps(ANYONE))
    iam.put_role_policy(RoleName=f"as-{name}", PolicyName=name, PolicyDocument=json.dumps(policy))
    arn: str = role["Role"]["Arn"]
    return arn
