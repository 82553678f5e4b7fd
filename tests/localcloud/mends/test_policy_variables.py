import pytest
from botocore.exceptions import ClientError

from localcloud.credentials import assume_role
from localcloud.visitor import Visitor
from tests.localcloud.account import Account, allow, policy, unique

MEND = "policy_variables"


def visitor(account: Account, bucket: str) -> Visitor:
    """Somebody with an identity of a pool whose identities may put below their own prefix."""
    cognito, iam = account.client("cognito-identity"), account.client("iam")
    pool = cognito.create_identity_pool(
        IdentityPoolName=unique("pool"), AllowUnauthenticatedIdentities=True
    )["IdentityPoolId"]
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool}},
    }
    role = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=policy([trust]))[
        "Role"
    ]
    own = f"arn:aws:s3:::{bucket}/uploads/${{cognito-identity.amazonaws.com:sub}}/*"
    put = policy([allow("s3:PutObject", own)])
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName="put", PolicyDocument=put)
    cognito.set_identity_pool_roles(IdentityPoolId=pool, Roles={"unauthenticated": role["Arn"]})
    return Visitor.arrive(account.emulator.endpoint_url, account.region, pool)


def test_a_visitor_puts_below_its_own_prefix_and_nowhere_else(account: Account) -> None:
    bucket = unique("bucket")
    account.client("s3").create_bucket(Bucket=bucket)
    someone = visitor(account, bucket)

    key = someone.upload(bucket, "a.gif", b"GIF89a", {"email": "a@b.example", "style": "scream"})

    head = account.client("s3").head_object(Bucket=bucket, Key=key)
    assert head["Metadata"] == {"email": "a@b.example", "style": "scream"}
    with pytest.raises(ClientError, match="AccessDenied"):
        someone.s3().put_object(Bucket=bucket, Key="uploads/else/a.gif", Body=b"GIF89a")
    with pytest.raises(ClientError, match="AccessDenied"):
        someone.s3().get_object(Bucket=bucket, Key=key)


def test_an_instance_is_known_by_its_session(account: Account) -> None:
    bucket = unique("bucket")
    account.client("s3").create_bucket(Bucket=bucket)
    mine = allow("s3:PutObject", f"arn:aws:s3:::{bucket}/${{aws:userid}}/it")
    role = account.role("ec2", mine)
    credentials = assume_role(account.client("sts"), role, "i-0123")
    s3, sts = account.client("s3", credentials), account.client("sts", credentials)
    user_id = sts.get_caller_identity()["UserId"]

    s3.put_object(Bucket=bucket, Key=f"{user_id}/it", Body=b"")
    assert user_id.endswith(":i-0123")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=bucket, Key="another/it", Body=b"")
