"""Whose account is deployed to, and by which credentials."""

from dataclasses import dataclass

import boto3

from infrastructure.errors import DeploymentError


@dataclass(frozen=True)
class Account:
    """An account in a region; `endpoint_url` when its services do not answer at AWS's addresses."""

    account: str
    partition: str
    region: str
    endpoint_url: str | None


def look_up(session: boto3.Session, endpoint_url: str | None) -> Account:
    """Ask who the session's credentials belong to. Raises DeploymentError without a region."""
    region = session.region_name
    if region is None:
        raise DeploymentError("no region: set AWS_DEFAULT_REGION or choose a profile that has one")
    caller = session.client("sts", endpoint_url=endpoint_url).get_caller_identity()
    return Account(caller["Account"], caller["Arn"].split(":")[1], region, endpoint_url)


def environment(session: boto3.Session, account: Account) -> dict[str, str]:
    """The variables that make a subprocess act with the session's credentials.

    Raises DeploymentError when the session has none.
    """
    credentials = session.get_credentials()
    if credentials is None:
        raise DeploymentError("no credentials: see docs/deploying.md")
    key = credentials.get_frozen_credentials()
    variables = {
        "AWS_ACCESS_KEY_ID": key.access_key,
        "AWS_SECRET_ACCESS_KEY": key.secret_key,
        "AWS_SESSION_TOKEN": key.token,
        "AWS_DEFAULT_REGION": account.region,
        "AWS_REGION": account.region,
        "AWS_ENDPOINT_URL": account.endpoint_url,
    }
    return {name: value for name, value in variables.items() if value}
