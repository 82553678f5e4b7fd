import pytest
from botocore.exceptions import ClientError

from localcloud.credentials import assume_role
from tests.localcloud.account import Account, allow, unique

MEND = "log_permissions"


def test_who_may_write_to_all_streams_of_a_group_may_not_write_elsewhere(account: Account) -> None:
    mine, other = unique("/group"), unique("/group")
    for group in (mine, other):
        account.client("logs").create_log_group(logGroupName=group)
    streams = account.arn("logs", f"log-group:{mine}:*")
    role = account.role(
        "ec2", allow("logs:CreateLogStream", streams), allow("logs:PutLogEvents", streams)
    )
    logs = account.client("logs", assume_role(account.client("sts"), role, "i-0123"))

    logs.create_log_stream(logGroupName=mine, logStreamName="a/b")
    events = [{"timestamp": 1_700_000_000_000, "message": "hello"}]
    logs.put_log_events(logGroupName=mine, logStreamName="a/b", logEvents=events)
    with pytest.raises(ClientError, match="AccessDenied"):
        logs.create_log_stream(logGroupName=other, logStreamName="a/b")


def test_the_groups_arn_alone_covers_no_stream(account: Account) -> None:
    group = unique("/group")
    account.client("logs").create_log_group(logGroupName=group)
    bare = account.arn("logs", f"log-group:{group}")
    role = account.role("ec2", allow("logs:CreateLogStream", bare))
    logs = account.client("logs", assume_role(account.client("sts"), role, "i-0123"))

    with pytest.raises(ClientError, match="AccessDenied"):
        logs.create_log_stream(logGroupName=group, logStreamName="a/b")
