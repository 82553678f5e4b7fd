"""What somebody could try who has taken over a role, or only knows the page.

What a role does not need is derived: it is whatever any other role of the deployment may do.
"""

import fnmatch
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from localcloud.session import Session
from localcloud.visitor import Visitor
from tests.infrastructure.attempts import Call, attempts
from tests.infrastructure.conftest import PAINTERS_MACHINE as MINE
from tests.infrastructure.conftest import Stand
from tests.infrastructure.test_permissions import JOB, REFUSALS, assert_refused, launch


@dataclass(frozen=True)
class Grant:
    """An action on a resource, as a policy allows it to some role."""

    action: str
    resource: str
    conditional: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it depends neither on conditions nor on who asks."""
        return not self.conditional and "$" not in self.resource

    def covers(self, other: "Grant") -> bool:
        """Whether having this one, under whatever conditions, means to have the other, too."""
        return self.action == other.action and fnmatch.fnmatchcase(
            sample(other.resource), self.resource
        )


def sample(pattern: str) -> str:
    """A resource that the pattern stands for."""
    return pattern.replace("????????-????-????-????-????????????", JOB).replace("*", "x")


def grants(stand: Stand, role: str) -> set[Grant]:
    """What the policies of a role allow."""
    iam = stand.owner.client("iam")
    found = set()
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for statement in as_document(document)["Statement"]:
            if statement["Effect"] == "Allow":
                found |= {
                    Grant(action, resource, "Condition" in statement)
                    for action in as_list(statement["Action"])
                    for resource in as_list(statement["Resource"])
                }
    return found


def as_document(document: Any) -> Any:
    return json.loads(document) if isinstance(document, str) else document


def as_list(item: str | list[str]) -> list[str]:
    return [item] if isinstance(item, str) else item


@pytest.fixture(scope="module")
def all_grants(stand: Stand) -> dict[str, set[Grant]]:
    """Of every role that the deployment made."""
    roles = stand.owner.client("iam").list_roles()["Roles"]
    return {role["RoleName"]: grants(stand, role["RoleName"]) for role in roles}


@pytest.fixture(scope="module")
def visitor(stand: Stand) -> Visitor:
    return stand.visitor()


@pytest.fixture(scope="module")
def machine(stand: Stand) -> str:
    """An instance that paints."""
    (launched,) = launch(stand)["Instances"]
    return str(launched["InstanceId"])


NO_CALL = {"iam:PassRole"}
"""Checked when an instance is launched, of which test_permissions.py knows more."""
NEEDS_MORE = {"ec2:RunInstances", "ssm:GetParameters"} | {
    f"states:SendTask{kind}" for kind in ("Success", "Failure", "Heartbeat")
}
"""What the attempts lack for those who may: tags of the stage, the region, a real token."""
OF_THE_WORKFLOW_ONLY = ("logs:", "xray:")
"""What AWS asks of a state machine that keeps a log, on any resource."""


def attackers(stand: Stand) -> Iterator[tuple[str, Session]]:
    """Everybody who could be taken over, by a part of the name of their role."""
    yield "VisitorRole", stand.cloud.session(stand.visitor().credentials)
    yield "PainterRole", stand.painter()
    for name in stand.roles:
        yield f"as-{name}", stand.function(name)


def refused(call: Call, of: Session, resource: str) -> bool:
    try:
        call(of, resource)
    except ClientError as error:
        return error.response["Error"]["Code"] in REFUSALS
    return False


def test_every_action_that_any_role_may_do_is_tried_by_the_others(
    stand: Stand, machine: str, all_grants: dict[str, set[Grant]]
) -> None:
    tried = set(attempts(stand, machine)) | NO_CALL
    for role, granted in all_grants.items():
        left = {grant.action for grant in granted} - tried
        if "WorkflowRole" in role:
            left = {action for action in left if not action.startswith(OF_THE_WORKFLOW_ONLY)}
        assert not left, role


def test_nobody_may_do_what_only_others_need(
    stand: Stand, machine: str, all_grants: dict[str, set[Grant]]
) -> None:
    calls = attempts(stand, machine)
    everything = set().union(*all_grants.values())
    allowed, count = [], 0
    for name, session in attackers(stand):
        (own,) = (granted for role, granted in all_grants.items() if name in role)
        for grant in sorted(everything, key=str):
            if grant.action in calls and not any(mine.covers(grant) for mine in own):
                count += 1
                if not refused(calls[grant.action], session, sample(grant.resource)):
                    allowed.append((name, grant))
    assert allowed == []
    assert count > 400


def test_who_needs_it_may(stand: Stand, machine: str, all_grants: dict[str, set[Grant]]) -> None:
    """So that a refusal above is one of the policies, not of a mistake in the attempt."""
    calls = attempts(stand, machine)
    for name, session in attackers(stand):
        (own,) = (granted for role, granted in all_grants.items() if name in role)
        for grant in own:
            if grant.action in calls.keys() - NEEDS_MORE and grant.is_plain:
                assert not refused(calls[grant.action], session, sample(grant.resource)), name


def test_nobody_may_become_somebody_else(stand: Stand, all_grants: dict[str, set[Grant]]) -> None:
    roles = [role["Arn"] for role in stand.owner.client("iam").list_roles()["Roles"]]
    for name, session in attackers(stand):
        for role in roles:
            assert refused(
                lambda of, arn: of.client("sts").assume_role(RoleArn=arn, RoleSessionName="mine"),
                session,
                role,
            ), f"{name} became {role}"


def test_nobody_may_give_themselves_more(stand: Stand, all_grants: dict[str, set[Grant]]) -> None:
    everything = json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    )
    for name, session in attackers(stand):
        iam = session.client("iam")
        (role,) = (role for role in all_grants if name in role)
        assert_refused(
            iam.put_role_policy, RoleName=role, PolicyName="x", PolicyDocument=everything
        )
        assert_refused(iam.create_user, UserName="x")
        assert_refused(iam.create_access_key)
        assert_refused(iam.update_assume_role_policy, RoleName=role, PolicyDocument=everything)
        for bucket in ("UploadsBucket", "MediaBucket", "WebsiteBucket"):
            assert_refused(
                session.client("s3").put_bucket_policy,
                Bucket=stand.outputs[bucket],
                Policy=everything,
            )


class TestAVisitor:
    @pytest.mark.parametrize(
        "key",
        [
            "clip.gif",
            "uploads/clip.gif",
            "uploads//clip.gif",
            "uploads/{other}/clip.gif",
            "uploads/{own}",
            "uploads/{own}x/clip.gif",
            "uploads/{own_upper}/clip.gif",
            "uploads/*/clip.gif",
            "Uploads/{own}/clip.gif",
            "results/{own}/clip.gif",
            "checkpoints/uploads/{own}/clip.gif",
        ],
    )
    def test_may_not_put_a_file_outside_the_own_prefix(
        self, stand: Stand, visitor: Visitor, key: str
    ) -> None:
        own = visitor.identity_id
        name = key.format(own=own, own_upper=own.upper(), other=stand.visitor().identity_id)
        bucket = stand.outputs["UploadsBucket"]
        assert_refused(visitor.s3().put_object, Bucket=bucket, Key=name, Body=b"x")
        assert_refused(visitor.s3().create_multipart_upload, Bucket=bucket, Key=name)

    def test_may_not_copy_a_file_of_another_to_the_own_prefix(
        self, stand: Stand, visitor: Visitor
    ) -> None:
        bucket = stand.outputs["UploadsBucket"]
        theirs = stand.visitor().upload(bucket, "clip.gif", b"GIF89a", {})
        own = f"uploads/{visitor.identity_id}/mine.gif"
        for source in (theirs, own):
            assert_refused(
                visitor.s3().copy_object,
                Bucket=bucket,
                Key=own,
                CopySource={"Bucket": bucket, "Key": source},
            )

    def test_may_not_keep_a_file_where_nobody_can_read_it(
        self, stand: Stand, visitor: Visitor
    ) -> None:
        where: dict[str, Any] = {
            "Bucket": stand.outputs["UploadsBucket"],
            "Key": f"uploads/{visitor.identity_id}/clip.gif",
        }
        visitor.s3().put_object(**where, Body=b"x")
        assert_refused(visitor.s3().put_object, **where, Body=b"x", StorageClass="DEEP_ARCHIVE")
        assert_refused(
            visitor.s3().put_object,
            **where,
            Body=b"x",
            SSECustomerAlgorithm="AES256",
            SSECustomerKey="k" * 32,
        )

    def test_may_not_change_what_surrounds_a_file(self, stand: Stand, visitor: Visitor) -> None:
        where = {
            "Bucket": stand.outputs["UploadsBucket"],
            "Key": visitor.upload(stand.outputs["UploadsBucket"], "own.gif", b"GIF89a", {}),
        }
        s3 = visitor.s3()
        tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
        assert_refused(s3.put_object_tagging, **where, Tagging=tags)
        assert_refused(s3.put_object_acl, **where, ACL="public-read")
        assert_refused(s3.head_object, **where)
        assert_refused(s3.get_object_attributes, **where, ObjectAttributes=["ETag"])
        assert_refused(s3.list_multipart_uploads, Bucket=where["Bucket"])
        assert_refused(s3.list_object_versions, Bucket=where["Bucket"])
        assert_refused(s3.list_buckets)

    def test_gets_no_token_for_the_classic_flow(self, stand: Stand, visitor: Visitor) -> None:
        cognito = Session(stand.cloud.endpoint_url, stand.cloud.region, None).client(
            "cognito-identity", config=Config(signature_version=UNSIGNED)
        )
        with pytest.raises(ClientError, match=r"[Cc]lassic"):
            cognito.get_open_id_token(IdentityId=visitor.identity_id)


class TestAPainter:
    """Its machine runs decoders on whatever strangers upload."""

    OTHER_JOB = "1c5f9b1e-3d0a-4a55-9c6e-2f4f6c1f7a11"

    def of_another(self, stand: Stand) -> Iterator[str]:
        """Keys of another job's files, some that hold the attacker's own name as well."""
        me, other = stand.painter_id(), stand.painter_id("i-other")
        for folder in ("checkpoints", "results"):
            for rest in ("clip", "state/0.png", "preview.jpg", "painted.gif", f"{me}/clip"):
                yield f"{folder}/{self.OTHER_JOB}/{other}/{rest}"
            yield f"{folder}/{self.OTHER_JOB}/{other}{me}/clip"
            yield f"{folder}/{self.OTHER_JOB}/{me}x/clip"
            yield f"{folder}/{self.OTHER_JOB}/painted.gif"
            yield f"{folder}/{me}/clip"

    def test_reaches_no_file_of_another_job(self, stand: Stand) -> None:
        s3, bucket = stand.painter().client("s3"), stand.outputs["MediaBucket"]
        for key in self.of_another(stand):
            stand.owner.client("s3").put_object(Bucket=bucket, Key=key, Body=b"secret")
            where = {"Bucket": bucket, "Key": key}
            assert_refused(s3.get_object, **where)
            assert_refused(s3.head_object, **where)
            assert_refused(s3.put_object, **where, Body=b"x")
            assert_refused(s3.create_multipart_upload, **where)
            assert_refused(s3.delete_object, **where)
            own = f"checkpoints/{JOB}/{stand.painter_id()}/stolen"
            assert_refused(s3.copy_object, Bucket=bucket, Key=own, CopySource=where)

    def test_finds_out_nothing_of_another_job(self, stand: Stand) -> None:
        s3, bucket = stand.painter().client("s3"), stand.outputs["MediaBucket"]
        other = stand.painter_id("i-other")
        for prefix in (
            "",
            "c",
            "checkpoints",
            "checkpoints/",
            f"checkpoints/{self.OTHER_JOB}",
            f"checkpoints/{self.OTHER_JOB}/{other}/",
            f"checkpoints/{self.OTHER_JOB}/{other}/{stand.painter_id()}/",
            f"checkpoints/*/{other}/",
            "results/",
            f"results/{self.OTHER_JOB}/{stand.painter_id()}/",
            "artifacts/",
        ):
            assert_refused(s3.list_objects_v2, Bucket=bucket, Prefix=prefix)
            assert_refused(s3.list_objects_v2, Bucket=bucket, Prefix=prefix, Delimiter="/")
        for output in ("UploadsBucket", "WebsiteBucket"):
            assert_refused(s3.list_objects_v2, Bucket=stand.outputs[output])

    def test_reaches_no_record_but_its_own(self, stand: Stand) -> None:
        dynamodb, painters = stand.painter().client("dynamodb"), stand.outputs["PaintersTable"]
        mine, other = ({"painter_id": {"S": stand.painter_id(m)}} for m in (MINE, "i-other"))
        stand.owner.client("dynamodb").put_item(TableName=painters, Item=other)
        dynamodb.get_item(TableName=painters, Key=mine)
        for table, key in (
            (painters, other),
            (stand.outputs["JobsTable"], {"job_id": {"S": JOB}}),
            (stand.outputs["LineTable"], {"line": {"S": "painters"}, "place": {"S": JOB}}),
            (stand.outputs["QuotasTable"], {"quota": {"S": "x"}}),
        ):
            assert_refused(dynamodb.get_item, TableName=table, Key=key)
            assert_refused(dynamodb.update_item, TableName=table, Key=key)
            assert_refused(dynamodb.put_item, TableName=table, Item=key)
            assert_refused(dynamodb.delete_item, TableName=table, Key=key)
            assert_refused(dynamodb.scan, TableName=table)
            assert_refused(dynamodb.batch_get_item, RequestItems={table: {"Keys": [key]}})
            assert_refused(
                dynamodb.transact_get_items,
                TransactItems=[{"Get": {"TableName": table, "Key": key}}],
            )
        both = {painters: {"Keys": [mine, other]}}
        assert_refused(dynamodb.batch_get_item, RequestItems=both)
        assert_refused(
            dynamodb.execute_statement,
            Statement=f'SELECT * FROM "{painters}"',  # noqa: S608
        )
