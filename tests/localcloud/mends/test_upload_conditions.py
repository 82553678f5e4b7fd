import pytest
from botocore.exceptions import ClientError

from tests.localcloud.account import Account, allow

MEND = "upload_conditions"

KEY_OF_ONES_OWN = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}


def test_a_policy_can_say_how_objects_are_stored(account: Account) -> None:
    account.client("s3").create_bucket(Bucket="shelf")
    plain = allow(
        "s3:PutObject",
        "arn:aws:s3:::shelf/*",
        StringEqualsIfExists={"s3:x-amz-storage-class": "STANDARD"},
        Null={"s3:x-amz-server-side-encryption-customer-algorithm": "true"},
    )
    s3 = account.client("s3", account.user(plain))
    s3.put_object(Bucket="shelf", Key="a", Body=b"x")
    s3.put_object(Bucket="shelf", Key="a", Body=b"x", StorageClass="STANDARD")
    for options in ({"StorageClass": "GLACIER"}, KEY_OF_ONES_OWN):
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.put_object(Bucket="shelf", Key="a", Body=b"x", **options)
