"""What everyone may do and may not, tried with their own credentials where IAM is enforced."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.infrastructure.conftest import Stand

REFUSALS = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403")
JOB = "0c5f9b1e-3d0a-4a55-9c6e-2f4f6c1f7a10"
PAINTERS_MACHINE = [
    {"Key": "project", "Value": "visualneurons"},
    {"Key": "stage", "Value": "local"},
]


def assert_refused(action: Callable[..., object], **arguments: Any) -> None:
    with pytest.raises(ClientError) as refusal:
        action(**arguments)
    assert refusal.value.response["Error"]["Code"] in REFUSALS


@pytest.fixture(scope="module")
def clip(stand: Stand) -> str:
    """The key of a clip that somebody has uploaded."""
    return stand.visitor().upload(
        stand.outputs["UploadsBucket"], f"{JOB}.gif", b"GIF89a", {"style": "scream"}
    )


def launch(stand: Stand, **changes: Any) -> dict[str, Any]:
    tags = changes.pop("tags", PAINTERS_MACHINE)
    request = {
        "LaunchTemplate": {"LaunchTemplateId": stand.outputs["LaunchTemplate"]},
        "InstanceType": stand.stage.instance_types[0],
        "SubnetId": stand.outputs["SubnetIds"].split(",")[0],
        "MinCount": 1,
        "MaxCount": 1,
        "TagSpecifications": [{"ResourceType": "instance", "Tags": tags}],
    }
    launched: dict[str, Any] = (
        stand.function("launch_instance").client("ec2").run_instances(**(request | changes))
    )
    return launched


class TestAVisitor:
    def test_may_not_upload_under_anothers_prefix(self, stand: Stand, clip: str) -> None:
        bucket = stand.outputs["UploadsBucket"]
        s3 = stand.visitor().s3()
        assert_refused(s3.put_object, Bucket=bucket, Key=clip, Body=b"x")
        assert_refused(s3.put_object, Bucket=bucket, Key="uploads/clip.gif", Body=b"x")

    def test_may_not_read_list_or_delete_not_even_own_files(self, stand: Stand) -> None:
        visitor, bucket = stand.visitor(), stand.outputs["UploadsBucket"]
        key = visitor.upload(bucket, "own.gif", b"GIF89a", {})
        s3 = visitor.s3()
        assert_refused(s3.get_object, Bucket=bucket, Key=key)
        assert_refused(s3.delete_object, Bucket=bucket, Key=key)
        assert_refused(s3.list_objects_v2, Bucket=bucket, Prefix=key.rpartition("/")[0])

    @pytest.mark.parametrize("output", ["MediaBucket", "WebsiteBucket"])
    def test_may_not_write_elsewhere(self, stand: Stand, output: str) -> None:
        visitor = stand.visitor()
        key = f"uploads/{visitor.identity_id}/clip.gif"
        assert_refused(visitor.s3().put_object, Bucket=stand.outputs[output], Key=key, Body=b"x")

    def test_reaches_no_other_service(self, stand: Stand) -> None:
        session = stand.cloud.session(stand.visitor().credentials)
        table, machine = stand.outputs["JobsTable"], stand.outputs["StateMachineArn"]
        assert_refused(session.client("dynamodb").scan, TableName=table)
        assert_refused(session.client("stepfunctions").start_execution, stateMachineArn=machine)
        assert_refused(session.client("lambda").list_functions)


class TestAPainter:
    def test_reads_its_own_clip_and_keeps_what_it_paints(self, stand: Stand) -> None:
        me = stand.painter_id()
        s3, media = stand.painter().client("s3"), stand.outputs["MediaBucket"]
        for key in (f"checkpoints/{JOB}/{me}/state/0.png", f"results/{JOB}/{me}/painted.gif"):
            s3.put_object(Bucket=media, Key=key, Body=b"GIF89a")
        s3.get_object(Bucket=media, Key=f"checkpoints/{JOB}/{me}/state/0.png")
        s3.list_objects_v2(Bucket=media, Prefix=f"checkpoints/{JOB}/{me}/state/")

    def test_reaches_no_upload_and_nothing_of_another_painter(
        self, stand: Stand, clip: str
    ) -> None:
        s3, media = stand.painter().client("s3"), stand.outputs["MediaBucket"]
        assert_refused(s3.get_object, Bucket=stand.outputs["UploadsBucket"], Key=clip)
        assert_refused(s3.list_objects_v2, Bucket=stand.outputs["UploadsBucket"])
        another = stand.painter_id("i-another")
        for prefix in (f"checkpoints/{JOB}/{another}/", f"results/{JOB}/{another}/"):
            assert_refused(s3.get_object, Bucket=media, Key=f"{prefix}clip")
            assert_refused(s3.put_object, Bucket=media, Key=f"{prefix}clip", Body=b"x")
            assert_refused(s3.list_objects_v2, Bucket=media, Prefix=prefix)
        for prefix in ("", "checkpoints/", f"checkpoints/{JOB}/", "results/", "uploads/"):
            assert_refused(s3.list_objects_v2, Bucket=media, Prefix=prefix)

    def test_reads_and_writes_its_own_record_only(self, stand: Stand) -> None:
        dynamodb, table = stand.painter().client("dynamodb"), stand.outputs["PaintersTable"]
        mine = {"painter_id": {"S": stand.painter_id()}}
        others = {"painter_id": {"S": stand.painter_id("i-another")}}
        changes = {
            "UpdateExpression": "SET painted = :yes",
            "ExpressionAttributeValues": {":yes": {"BOOL": True}},
        }
        dynamodb.update_item(TableName=table, Key=mine, **changes)
        assert dynamodb.get_item(TableName=table, Key=mine)["Item"]["painted"]["BOOL"]
        assert_refused(dynamodb.get_item, TableName=table, Key=others)
        assert_refused(dynamodb.update_item, TableName=table, Key=others, **changes)
        assert_refused(dynamodb.scan, TableName=table)
        job = {"job_id": {"S": JOB}}
        assert_refused(dynamodb.get_item, TableName=stand.outputs["JobsTable"], Key=job)
        assert_refused(dynamodb.scan, TableName=stand.outputs["LineTable"])

    def test_may_not_read_paintings_or_the_record_of_the_deployment(self, stand: Stand) -> None:
        s3, bucket = stand.painter().client("s3"), stand.outputs["MediaBucket"]
        mine = f"results/{JOB}/{stand.painter_id()}/painted.gif"
        assert_refused(s3.get_object, Bucket=bucket, Key=mine)
        assert_refused(s3.get_object, Bucket=bucket, Key="artifacts/chalice/local.json")

    def test_may_not_change_uploads_styles_or_code_nor_delete(
        self, stand: Stand, clip: str
    ) -> None:
        s3, media = stand.painter().client("s3"), stand.outputs["MediaBucket"]
        assert_refused(s3.put_object, Bucket=stand.outputs["UploadsBucket"], Key=clip, Body=b"x")
        for key in ("styles/scream.jpg", "artifacts/gpu_task-0.zip"):
            assert_refused(s3.put_object, Bucket=media, Key=key, Body=b"x")
        mine = f"results/{JOB}/{stand.painter_id()}/painted.gif"
        assert_refused(s3.delete_object, Bucket=media, Key=mine)

    def test_may_not_start_executions_launch_machines_or_mail(self, stand: Stand) -> None:
        session = stand.painter()
        states, ec2 = session.client("stepfunctions"), session.client("ec2")
        assert_refused(states.start_execution, stateMachineArn=stand.outputs["StateMachineArn"])
        assert_refused(ec2.describe_instances)
        assert_refused(session.client("ses").send_email, **mail(stand))


class TestTheLauncher:
    def test_launches_a_tagged_machine_of_the_plan(self, stand: Stand) -> None:
        (machine,) = launch(stand)["Instances"]
        assert machine["InstanceType"] == stand.stage.instance_types[0]

    def test_may_not_launch_another_type(self, stand: Stand) -> None:
        with pytest.raises(ClientError, match="UnauthorizedOperation"):
            launch(stand, InstanceType="p5.48xlarge")

    def test_may_not_launch_without_the_stages_tags(self, stand: Stand) -> None:
        other_stage = [{"Key": "project", "Value": "visualneurons"}, {"Key": "stage", "Value": "x"}]
        for tags in (PAINTERS_MACHINE[:1], other_stage):
            with pytest.raises(ClientError, match="UnauthorizedOperation"):
                launch(stand, tags=tags)

    def test_may_not_give_a_machine_another_role(self, stand: Stand) -> None:
        iam = stand.owner.client("iam")
        iam.create_instance_profile(InstanceProfileName="mightier")
        iam.add_role_to_instance_profile(InstanceProfileName="mightier", RoleName="as-api_handler")
        with pytest.raises(ClientError, match="PassRole"):
            launch(stand, IamInstanceProfile={"Name": "mightier"})

    def test_may_not_terminate(self, stand: Stand) -> None:
        (machine,) = launch(stand)["Instances"]
        ec2 = stand.function("launch_instance").client("ec2")
        assert_refused(ec2.terminate_instances, InstanceIds=[machine["InstanceId"]])


@pytest.mark.parametrize("name", ["release_instance", "on_execution_end", "reap_instances"])
def test_whoever_terminates_ends_machines_of_this_stage_only(stand: Stand, name: str) -> None:
    (mine,) = launch(stand)["Instances"]
    (foreign,) = stand.owner.client("ec2").run_instances(
        ImageId="ami-12345678", InstanceType="t3.micro", MinCount=1, MaxCount=1
    )["Instances"]
    ec2 = stand.function(name).client("ec2")
    ec2.terminate_instances(InstanceIds=[mine["InstanceId"]])
    assert_refused(ec2.terminate_instances, InstanceIds=[foreign["InstanceId"]])


def test_the_routes_may_not_list_the_jobs_nor_write_files(stand: Stand, clip: str) -> None:
    session = stand.function("api_handler")
    s3, media = session.client("s3"), stand.outputs["MediaBucket"]
    s3.get_object(Bucket=stand.outputs["UploadsBucket"], Key=clip)
    s3.list_objects_v2(Bucket=media, Prefix=f"results/{JOB}/")
    assert_refused(s3.list_objects_v2, Bucket=media, Prefix="results/")
    assert_refused(s3.list_objects_v2, Bucket=stand.outputs["UploadsBucket"])
    assert_refused(s3.put_object, Bucket=media, Key=f"results/{JOB}/painted.gif", Body=b"x")
    assert_refused(session.client("dynamodb").scan, TableName=stand.outputs["JobsTable"])


def test_checking_an_upload_writes_no_file_and_launches_nothing(stand: Stand, clip: str) -> None:
    session = stand.function("check_upload")
    bucket = stand.outputs["UploadsBucket"]
    session.client("s3").get_object(Bucket=bucket, Key=clip)
    assert_refused(session.client("s3").put_object, Bucket=bucket, Key=clip, Body=b"x")
    assert_refused(session.client("ec2").describe_instances)


@pytest.mark.parametrize("name", ["on_upload", "check_upload"])
def test_whoever_looks_at_uploads_deletes_uploads_only(stand: Stand, name: str) -> None:
    s3 = stand.function(name).client("s3")
    key = stand.visitor().upload(stand.outputs["UploadsBucket"], "cat.gif", b"GIF89a", {})
    s3.delete_object(Bucket=stand.outputs["UploadsBucket"], Key=key)
    for path in ("styles/scream.jpg", f"results/{JOB}/painted.gif", f"checkpoints/{JOB}/clip"):
        assert_refused(s3.delete_object, Bucket=stand.outputs["MediaBucket"], Key=path)


@pytest.mark.parametrize("name", ["api_handler", "launch_instance", "on_upload", "send_mail"])
def test_only_the_check_sees_who_uploaded_how_often(stand: Stand, name: str) -> None:
    key = {"quota": {"S": "2026-03-01#salt"}}
    table = stand.outputs["QuotasTable"]
    stand.function("check_upload").client("dynamodb").get_item(TableName=table, Key=key)
    assert_refused(stand.function(name).client("dynamodb").get_item, TableName=table, Key=key)
    assert_refused(stand.painter().client("dynamodb").get_item, TableName=table, Key=key)


def test_whoever_mails_may_ask_who_is_suppressed_but_not_change_it(stand: Stand) -> None:
    address = "somebody@example.com"
    for name in ("send_mail", "on_execution_end"):
        ses = stand.function(name).client("sesv2")
        with pytest.raises(ses.exceptions.NotFoundException):
            ses.get_suppressed_destination(EmailAddress=address)
        assert_refused(ses.delete_suppressed_destination, EmailAddress=address)
        assert_refused(ses.put_suppressed_destination, EmailAddress=address, Reason="BOUNCE")


def test_mails_leave_from_the_senders_address_only(stand: Stand) -> None:
    ses = stand.function("send_mail").client("ses")
    stand.owner.client("ses").verify_email_identity(EmailAddress="boss@visualneurons.example")
    ses.send_email(**mail(stand))
    assert_refused(ses.send_email, **(mail(stand) | {"Source": "boss@visualneurons.example"}))


@pytest.mark.parametrize("name", ["check_upload", "launch_instance", "release_instance"])
def test_other_functions_do_not_mail(stand: Stand, name: str) -> None:
    assert_refused(stand.function(name).client("ses").send_email, **mail(stand))


def mail(stand: Stand) -> dict[str, Any]:
    return {
        "Source": stand.stage.sender,
        "Destination": {"ToAddresses": ["someone@example.com"]},
        "Message": {"Subject": {"Data": "hello"}, "Body": {"Text": {"Data": "there"}}},
    }
