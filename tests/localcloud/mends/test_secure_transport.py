import json

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, allow, unique

MEND = "secure_transport"


def test_a_bucket_that_refuses_plain_requests_can_be_used(account: Account) -> None:
    bucket, user = unique("bucket"), account.user(allow("s3:*"))
    s3 = account.client("s3", user)
    s3.create_bucket(Bucket=bucket)
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(
        Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )

    s3.put_object(Bucket=bucket, Key="clip.gif", Body=b"GIF89a")

    assert s3.get_object(Bucket=bucket, Key="clip.gif")["Body"].read() == b"GIF89a"


def test_a_bucket_policy_can_still_refuse(mended: Account) -> None:
    bucket, user = unique("bucket"), mended.user(allow("s3:*"))
    s3 = mended.client("s3", user)
    s3.create_bucket(Bucket=bucket)
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    s3.put_bucket_policy(
        Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )

    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=bucket, Key="clip.gif", Body=b"GIF89a")
