"""Who talks to the local cloud: its root, the deployer, and roles."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

DEPLOYER = "deployer"
DEPLOYED_SERVICES = (
    "apigateway",
    "cloudformation",
    "cloudwatch",
    "cognito-identity",
    "dynamodb",
    "ec2",
    "events",
    "iam",
    "lambda",
    "logs",
    "s3",
    "ses",
    "sns",
    "sqs",
    "ssm",
    "states",
    "sts",
)


@dataclass(frozen=True)
class Credentials:
    """An access key, with a session token when it belongs to a role."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)

    def environment(self) -> dict[str, str]:
        """The variables that AWS's tools read them from."""
        variables = {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
        }
        if self.session_token is not None:
            variables["AWS_SESSION_TOKEN"] = self.session_token
        return variables


def create_deployer(root: boto3.Session) -> Credentials:
    """Create the IAM user that deploys, with a key whose every request IAM checks."""
    iam = root.client("iam")
    actions = [f"{service}:*" for service in DEPLOYED_SERVICES]
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    iam.create_user(UserName=DEPLOYER)
    iam.put_user_policy(
        UserName=DEPLOYER,
        PolicyName="deploy",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    key = iam.create_access_key(UserName=DEPLOYER)["AccessKey"]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"])


def assume_role(
    sts: "STSClient", role_arn: str, session_name: str, seconds: int = 3600
) -> Credentials:
    """Temporary credentials of a role. Raises ClientError when its trust policy refuses."""
    key = sts.assume_role(RoleArn=role_arn, RoleSessionName=session_name, DurationSeconds=seconds)[
        "Credentials"
    ]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"], key["SessionToken"])
