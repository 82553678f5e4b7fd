"""What contract tests need of an AWS account: users, roles, functions, and state machines."""

import functools
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from botocore.config import Config

from localcloud.credentials import Credentials
from localcloud.emulator import Emulator
from localcloud.session import Session
from tests.waiting import SECONDS, eventually

Statement = Mapping[str, object]
EVERYTHING: Statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allow(action: str, resource: str = "*", **conditions: object) -> Statement:
    """A policy statement."""
    statement: dict[str, object] = {"Effect": "Allow", "Action": action, "Resource": resource}
    return statement | ({"Condition": conditions} if conditions else {})


def unique(prefix: str) -> str:
    """A name that no other test uses."""
    return f"{prefix}-{uuid4().hex[:12]}"


def policy(statements: Sequence[Statement]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Account:
    """The account that an emulator plays, seen by its root."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.region = emulator.settings.region
        self.client = functools.cache(self._client)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of the account."""
        return f"arn:aws:{service}:{self.region}:{self.emulator.settings.account}:{resource}"

    def user(self, *statements: Statement) -> Credentials:
        """A new user with this policy."""
        name = unique("user")
        iam = self.client("iam")
        iam.create_user(UserName=name)
        if statements:
            document = policy(statements)
            iam.put_user_policy(UserName=name, PolicyName="it", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def role(self, service: str, *statements: Statement) -> str:
        """The ARN of a new role that the service can assume, with this policy."""
        name = unique("role")
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        iam = self.client("iam")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy([trust]))["Role"]
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="it", PolicyDocument=policy(statements))
        return str(role["Arn"])

    def instance_profile(self, role_arn: str) -> str:
        """The name of a new instance profile with the role."""
        name, iam = unique("profile"), self.client("iam")
        iam.create_instance_profile(InstanceProfileName=name)
        role = role_arn.rsplit("/", 1)[-1]
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
        return name

    def function(self, source: str, *statements: Statement) -> str:
        """The name of a new Lambda function; `source` defines `handler(event, context)`."""
        name = unique("function")
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr("app.py", source)
        self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.11",
            Handler="app.handler",
            Role=self.role("lambda", *statements),
            Code={"ZipFile": archive.getvalue()},
            Timeout=20,
        )
        return name

    def machine(self, definition: Mapping[str, Any], *statements: Statement) -> str:
        """The ARN of a new state machine; its role may do everything unless it is said."""
        created = self.client("stepfunctions").create_state_machine(
            name=unique("machine"),
            definition=json.dumps({"QueryLanguage": "JSONata", **definition}),
            roleArn=self.role("states", *(statements or [EVERYTHING])),
        )
        return str(created["stateMachineArn"])

    def start(self, machine: str, payload: Mapping[str, Any] | None = None) -> str:
        """The ARN of a new execution."""
        states = self.client("stepfunctions")
        started = states.start_execution(stateMachineArn=machine, input=json.dumps(payload or {}))
        return str(started["executionArn"])

    def execution(self, arn: str) -> dict[str, Any]:
        """An execution's description."""
        described: dict[str, Any] = self.client("stepfunctions").describe_execution(
            executionArn=arn
        )
        return described

    def ended(self, arn: str, seconds: float = SECONDS) -> dict[str, Any]:
        """An execution's description after its end, which must come in time."""
        states = self.client("stepfunctions")
        eventually(
            lambda: states.describe_execution(executionArn=arn)["status"] != "RUNNING", seconds
        )
        return self.execution(arn)

    def _client(self, service: str, credentials: Credentials | None = None) -> Any:
        session = Session(
            self.emulator.endpoint_url, self.region, credentials or self.emulator.root
        )
        once = Config(retries={"total_max_attempts": 1, "mode": "standard"})
        return session.client(service, config=once)


def invoke(function: str, **more: object) -> dict[str, object]:
    """A task state that invokes the function."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": function},
        "End": True,
        **more,
    }


def one_state(state: Mapping[str, object], **more: object) -> dict[str, object]:
    """A state machine with only this state, called `It`."""
    return {"StartAt": "It", "States": {"It": state}, **more}
