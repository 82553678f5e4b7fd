import json
import urllib.error
import urllib.request
from email.message import Message

import pytest
from botocore.exceptions import ClientError

from localcloud.visitor import Visitor
from tests.localcloud.account import Account, allow, policy, unique

SITE = "https://visual.example"


@pytest.fixture(scope="module")
def bucket(mended: Account) -> str:
    """A bucket to which pages of the site may upload."""
    name, s3 = unique("uploads"), mended.client("s3")
    s3.create_bucket(Bucket=name)
    rule = {
        "AllowedOrigins": [SITE],
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": ["content-type", "x-amz-*", "authorization"],
        "ExposeHeaders": ["ETag"],
    }
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})
    return name


@pytest.fixture(scope="module")
def pool(mended: Account, bucket: str) -> str:
    """An identity pool whose visitors may put below their own prefix, and nothing else."""
    cognito, iam = mended.client("cognito-identity"), mended.client("iam")
    created = cognito.create_identity_pool(
        IdentityPoolName=unique("pool"), AllowUnauthenticatedIdentities=True
    )
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }
    own = f"arn:aws:s3:::{bucket}/uploads/${{cognito-identity.amazonaws.com:sub}}/*"
    role = iam.create_role(RoleName=unique("visitor"), AssumeRolePolicyDocument=policy([trust]))
    iam.put_role_policy(
        RoleName=role["Role"]["RoleName"],
        PolicyName="put",
        PolicyDocument=policy([allow("s3:PutObject", own)]),
    )
    cognito.set_identity_pool_roles(
        IdentityPoolId=created["IdentityPoolId"], Roles={"unauthenticated": role["Role"]["Arn"]}
    )
    return str(created["IdentityPoolId"])


@pytest.fixture
def visitor(mended: Account, pool: str) -> Visitor:
    return Visitor.arrive(mended.emulator.endpoint_url, mended.region, pool)


def ask(method: str, url: str, **headers: str) -> tuple[int, Message]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    data = b"GIF89a" if method == "PUT" else None
    request = urllib.request.Request(url, data, sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


def test_an_upload_keeps_its_metadata_and_type(
    mended: Account, bucket: str, visitor: Visitor
) -> None:
    metadata = {"email": "visitor@b.example", "style": "scream", "keep-colours": "true"}

    key = visitor.upload(bucket, "a.png", b"\x89PNG", metadata, "image/png")

    head = mended.client("s3").head_object(Bucket=bucket, Key=key)
    assert key == f"uploads/{visitor.identity_id}/a.png"
    assert (head["Metadata"], head["ContentType"]) == (metadata, "image/png")


def test_every_visitor_is_somebody_else(mended: Account, pool: str, visitor: Visitor) -> None:
    another = Visitor.arrive(mended.emulator.endpoint_url, mended.region, pool)

    assert another.identity_id != visitor.identity_id


def test_a_visitor_can_do_nothing_but_put_its_own(bucket: str, visitor: Visitor) -> None:
    key, s3 = visitor.upload(bucket, "a.gif", b"GIF89a", {}), visitor.s3()

    for forbidden in (
        lambda: s3.put_object(Bucket=bucket, Key="uploads/another/a.gif", Body=b""),
        lambda: s3.get_object(Bucket=bucket, Key=key),
        lambda: s3.delete_object(Bucket=bucket, Key=key),
        lambda: s3.list_objects_v2(Bucket=bucket),
        lambda: s3.list_buckets(),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            forbidden()


def test_a_page_of_the_site_may_upload_and_no_other(mended: Account, bucket: str) -> None:
    url = f"{mended.emulator.endpoint_url}/{bucket}/uploads/a.gif"
    wanted = {
        "Access_Control_Request_Method": "PUT",
        "Access_Control_Request_Headers": "content-type,x-amz-meta-email",
    }

    status, headers = ask("OPTIONS", url, Origin=SITE, **wanted)
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, SITE)
    assert ask("OPTIONS", url, Origin="https://elsewhere.example", **wanted)[0] == 403
    wanted["Access_Control_Request_Headers"] = "x-surprise"
    assert ask("OPTIONS", url, Origin=SITE, **wanted)[0] == 403


def test_a_page_sees_the_etag_of_its_upload(bucket: str, visitor: Visitor) -> None:
    key = f"uploads/{visitor.identity_id}/a.gif"
    url = visitor.s3().generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": key})

    status, headers = ask("PUT", url, Origin=SITE)

    assert (status, headers["Access-Control-Allow-Origin"]) == (200, SITE)
    assert "ETag" in headers["Access-Control-Expose-Headers"]
    assert json.loads(headers["ETag"])
