"""Machines that boot real user data on a stack whose workflow only waits for their word."""

import hashlib
import io
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.settings import Settings
from chalicelib.user_data import user_data
from infrastructure.functions import Surroundings, environment
from infrastructure.image import image_parameters
from infrastructure.objects import Bucket
from infrastructure.stack import Stack
from infrastructure.stages import Stage
from infrastructure.template import render_template
from localcloud.cloud import LocalCloud
from localcloud.instance import InstanceState
from localcloud.machine import MachineImage
from tests.waiting import eventually

BASE_IMAGE = "ami-base"
BROKEN_IMAGE = "ami-broken"
NO_STORAGE = "export AWS_ENDPOINT_URL_S3=http://127.0.0.1:9 AWS_MAX_ATTEMPTS=1"
IMAGES = {
    BASE_IMAGE: MachineImage(painter_python=None),
    BROKEN_IMAGE: MachineImage(painter_python=Path("/bin/false")),
}
WAITING = {
    "QueryLanguage": "JSONata",
    "StartAt": "PaintClip",
    "States": {
        "PaintClip": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken",
            "Arguments": {
                "TableName": "${PaintersTable}",
                "Key": {"painter_id": {"S": "{% $states.input.painter_id %}"}},
                "UpdateExpression": "SET task_token = :token",
                "ExpressionAttributeValues": {":token": {"S": "{% $states.context.Task.Token %}"}},
            },
            "HeartbeatSeconds": 600,
            "End": True,
        }
    },
}
_OF_THE_MACHINE_ITSELF = "user data ended with status"


@dataclass(frozen=True)
class Ground:
    """A stack to boot machines on."""

    cloud: LocalCloud
    stage: Stage
    outputs: dict[str, str]

    @classmethod
    def lay(cls, cloud: LocalCloud, stage: Stage) -> "Ground":
        stack = Stack(cloud.session().client("cloudformation"), stage.stack_name)
        parameters = stage.parameters() | image_parameters(stage)
        stack.execute(stack.plan(render_template(WAITING), parameters, {}))
        return cls(cloud, stage, stack.outputs())

    def client(self, service: str) -> Any:
        return self.cloud.session(self.cloud.root).client(service)

    @property
    def media(self) -> Bucket:
        return Bucket(self.client("s3"), self.outputs["MediaBucket"])

    def lay_down(self, name: str, body: bytes) -> None:
        """An object among the artifacts."""
        key = f"artifacts/{name}"
        self.client("s3").put_object(Bucket=self.outputs["MediaBucket"], Key=key, Body=body)

    def painter(self, source: str) -> str:
        """Lay down a package whose painter is this Python. Returns its key."""
        key, package = packed(source)
        self.lay_down(key.removeprefix("artifacts/"), package)
        return key

    def boot(
        self, package: str, image: str = "ami-painter", preface: str = "", **changes: str
    ) -> "Booted":
        """A machine for a new job; `preface` is what goes wrong before its script begins."""
        job_id = str(uuid.uuid4())
        shebang, _, script = self._user_data(job_id, package, changes).partition("\n")
        launched = self.client("ec2").run_instances(
            LaunchTemplate={"LaunchTemplateId": self.outputs["LaunchTemplate"]},
            ImageId=image,
            InstanceType="g6.xlarge",
            MinCount=1,
            MaxCount=1,
            UserData=f"{shebang}\n{preface}\n{script}",
        )
        return Booted(self, job_id, launched["Instances"][0]["InstanceId"])

    def _user_data(self, job_id: str, package: str, changes: dict[str, str]) -> str:
        cloud = self.cloud
        around = Surroundings("aws", cloud.region, cloud.account, self.outputs, package)
        settings = Settings.from_environment(environment(self.stage, around) | changes)
        return user_data(job_id, cloud.region, settings)


def packed(source: str) -> tuple[str, bytes]:
    """The key and the bytes of a package whose painter is this Python."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("gpu_task/__main__.py", source)
    digest = hashlib.sha256(data.getvalue()).hexdigest()
    return f"artifacts/gpu_task-{digest}.zip", data.getvalue()


@dataclass(frozen=True)
class Booted:
    """A machine that paints, or fails to."""

    ground: Ground
    job_id: str
    instance_id: str

    def reported(self) -> tuple[str, str]:
        """The error and the cause that the machine has told the workflow."""
        arn = self.wait_for_it()
        states = self.ground.client("stepfunctions")
        eventually(lambda: states.describe_execution(executionArn=arn)["status"] != "RUNNING", 40)
        ended = states.describe_execution(executionArn=arn)
        return ended["error"], ended["cause"]

    def wait_for_it(self) -> str:
        """Let the workflow wait for this machine. Returns the ARN of its execution."""
        painter_id = f"{self.ground.outputs['PainterRoleId']}:{self.instance_id}"
        started = self.ground.client("stepfunctions").start_execution(
            stateMachineArn=self.ground.outputs["StateMachineArn"],
            name=self.job_id,
            input=f'{{"painter_id": "{painter_id}"}}',
        )
        return str(started["executionArn"])

    def state(self) -> InstanceState | None:
        found = self.ground.cloud.hypervisor.instances()
        return next((one for one in found if one.instance_id == self.instance_id), None)

    def powers_off(self) -> bool:
        """Waits for it."""

        def is_off() -> bool:
            state = self.state()
            return state is not None and state.state == "off"

        return bool(eventually(is_off, 40))

    @property
    def disk(self) -> Path:
        """All that is the machine's own lies below; it is wiped at its end."""
        state = self.state()
        assert state is not None
        return state.console.with_name("disk")

    def says(self, text: str) -> bool:
        """Waits until the console shows it."""
        return bool(eventually(lambda: any(text in line for line in self.console()), 40))

    def console(self) -> list[str]:
        """The lines that the machine's user data has printed."""
        state = self.state()
        lines = state.console.read_text().splitlines() if state else []
        return [line for line in lines if line and not line.startswith(_OF_THE_MACHINE_ITSELF)]

    def shipped(self) -> list[str]:
        """The lines in the machine's log stream."""
        pages = self.ground.client("logs").get_paginator("filter_log_events")
        found = pages.paginate(
            logGroupName=self.ground.outputs["PainterLogs"],
            logStreamNames=[f"{self.job_id}/{self.instance_id}"],
        )
        return [event["message"] for page in found for event in page["events"]]
