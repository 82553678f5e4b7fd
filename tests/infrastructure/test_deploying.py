"""One deployment's life on the local cloud: made, made again, changed, taken away."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.request import urlopen

import boto3
import pytest

from infrastructure.deploy import Options, deploy
from infrastructure.deployment import Deployment
from infrastructure.destroy import destroy
from infrastructure.errors import StackFailed
from infrastructure.image import read_recipe
from infrastructure.objects import Bucket
from infrastructure.smoke import SmokeFailed, Wish, smoke
from infrastructure.stack import Stack
from infrastructure.stages import Stage, load_stage
from infrastructure.wheelhouse import read_wheelhouse, upload_wheelhouse
from localcloud.cloud import LocalCloud
from localcloud.job import send
from tests.clips import long_clip
from tests.infrastructure.wheels import make
from tests.waiting import eventually


@dataclass
class Operator:
    """Who deploys: says nothing, but remembers what the tool said."""

    cloud: LocalCloud
    folder: Path
    stage: Stage = field(default_factory=lambda: load_stage("local"))
    told: list[str] = field(default_factory=list)

    def deploy(self, **changes: object) -> Deployment:
        self.told.clear()
        stage = replace(self.stage, **changes)  # type: ignore[arg-type]
        return deploy(
            stage,
            self.cloud.session(),
            endpoint_url=self.cloud.endpoint_url,
            options=Options(build=self.folder / "build", site=self.folder / "dist"),
            say=self.told.append,
        )

    def destroy(self) -> bool:
        self.told.clear()
        return destroy(
            self.stage,
            self.cloud.session(),
            endpoint_url=self.cloud.endpoint_url,
            build=self.folder / "build",
            say=self.told.append,
        )

    def job_under_way(self, deployment: Deployment) -> None:
        """Has a visitor send a clip, and waits until a machine boots for it."""
        file = self.folder / "long.gif"
        file.write_bytes(long_clip())
        send(self.cloud, deployment, file, "starry-night", "visitor@example.com")
        eventually(lambda: machines(self.cloud.session(), "running"), 60.0, what="a machine")


def machines(session: boto3.Session, state: str) -> list[str]:
    found = session.client("ec2").describe_instances(
        Filters=[{"Name": "instance-state-name", "Values": [state]}]
    )
    return [one["InstanceId"] for group in found["Reservations"] for one in group["Instances"]]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    folder = tmp_path_factory.mktemp("deploying")
    page = folder / "dist"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<!doctype html>")
    (page / "assets" / "app-1a2b3c4d.js").write_text("0")
    with LocalCloud(folder / "cloud") as cloud:
        yield Operator(cloud, folder)


@pytest.fixture(scope="module")
def deployment(operator: Operator) -> Deployment:
    return operator.deploy()


def answer(deployment: Deployment, path: str) -> bytes:
    with urlopen(f"{deployment.api_url}{path}") as response:
        body: bytes = response.read()
    return body


def test_the_routes_answer(deployment: Deployment) -> None:
    assert answer(deployment, "/health") == b'{"status":"ok"}'


def test_the_page_is_asked_for_every_time_and_its_parts_are_kept(
    operator: Operator, deployment: Deployment
) -> None:
    s3 = operator.cloud.session().client("s3")
    headers = {
        key: s3.head_object(Bucket=deployment.website_bucket, Key=key)
        for key in ("index.html", "config.json", "assets/app-1a2b3c4d.js", "styles/scream.jpg")
    }
    assert headers["index.html"]["CacheControl"] == "no-cache"
    assert headers["index.html"]["ContentType"] == "text/html; charset=utf-8"
    assert headers["config.json"]["CacheControl"] == "no-cache"
    assert "immutable" in headers["assets/app-1a2b3c4d.js"]["CacheControl"]
    assert headers["styles/scream.jpg"]["ContentType"] == "image/jpeg"


def test_the_painter_finds_its_package_and_the_styles(
    operator: Operator, deployment: Deployment
) -> None:
    s3 = operator.cloud.session().client("s3")
    for key in (deployment.painter_package, "styles/catalogue.json", "styles/starry-night.jpg"):
        assert s3.head_object(Bucket=deployment.media_bucket, Key=key)["ContentLength"] > 0


def test_events_that_a_function_cannot_handle_are_kept(
    operator: Operator, deployment: Deployment
) -> None:
    client = operator.cloud.session().client("lambda")
    for name in ("on_upload", "on_execution_end", "reap_instances"):
        config = client.get_function_event_invoke_config(FunctionName=f"visualneurons-local-{name}")
        target = config["DestinationConfig"]["OnFailure"]["Destination"]
        assert target == deployment.dead_letters_arn


def test_a_visitors_trial_tells_what_became_of_the_job(deployment: Deployment) -> None:
    told: list[str] = []
    with pytest.raises(SmokeFailed, match=r"the job is rejected: .*not a GIF"):
        smoke(deployment.site_config(), Wish("someone@example.org", b"not a clip"), told.append)
    assert "  rejected" in told


def test_a_second_deployment_changes_nothing(operator: Operator, deployment: Deployment) -> None:
    assert operator.deploy() == deployment
    assert all(" no " in line or "unchanged" in line for line in operator.told), operator.told


def test_another_machine_goes_on_from_where_the_first_one_stopped(
    operator: Operator, deployment: Deployment
) -> None:
    other = replace(operator, folder=operator.folder / "other", told=[])
    (other.folder / "dist").mkdir(parents=True)
    assert other.deploy() == deployment
    assert "Functions: unchanged" in other.told


def test_a_changed_setting_reaches_the_stack_and_the_functions(
    operator: Operator, deployment: Deployment
) -> None:
    changed = operator.deploy(keep_days=5)
    assert changed == replace(deployment, keep_days=5)
    assert "  Modify Uploads (AWS::S3::Bucket)" in operator.told
    assert "Functions: deployed" in operator.told
    function = (
        operator.cloud.session()
        .client("lambda")
        .get_function_configuration(FunctionName="visualneurons-local-on_upload")
    )
    assert function["Environment"]["Variables"]["KEEP_DAYS"] == "5"
    assert answer(changed, "/health") == b'{"status":"ok"}'


def test_a_wheelhouse_that_was_brought_reaches_the_launched_machines(
    operator: Operator, deployment: Deployment, tmp_path: Path
) -> None:
    session = operator.cloud.session()
    make(tmp_path, "easel-1-py3-none-any")
    wheelhouse = read_wheelhouse(tmp_path)
    media = Bucket(session.client("s3"), deployment.media_bucket)
    upload_wheelhouse(media, wheelhouse, read_recipe().requirements)
    operator.deploy()
    function = session.client("lambda").get_function_configuration(
        FunctionName="visualneurons-local-launch_instance"
    )
    assert function["Environment"]["Variables"]["WHEELHOUSE"] == wheelhouse.name


def test_a_refused_stack_says_why(operator: Operator, deployment: Deployment) -> None:
    with pytest.raises(StackFailed, match="KeepDays"):
        operator.deploy(keep_days=5000)


def test_destroying_leaves_nothing_behind(operator: Operator, deployment: Deployment) -> None:
    session = operator.cloud.session()
    operator.job_under_way(deployment)
    session.client("s3").put_object(
        Bucket=deployment.uploads_bucket, Key="uploads/someone/clip.gif", Body=b"GIF89a"
    )
    assert operator.destroy()
    assert {"Executions: 1 stopped", "Machines: 1 ended"} <= set(operator.told)
    assert machines(session, "running") == []
    assert session.client("s3").list_buckets()["Buckets"] == []
    assert session.client("lambda").list_functions()["Functions"] == []
    assert session.client("dynamodb").list_tables()["TableNames"] == []
    assert session.client("stepfunctions").list_state_machines()["stateMachines"] == []
    assert session.client("apigateway").get_rest_apis()["items"] == []
    assert session.client("events").list_rules()["Rules"] == []
    roles = [role["RoleName"] for role in session.client("iam").list_roles()["Roles"]]
    assert [role for role in roles if "visualneurons" in role] == []
    assert not operator.destroy()


def test_a_stack_that_was_never_created_to_its_end_can_be_destroyed(operator: Operator) -> None:
    cloudformation = operator.cloud.session().client("cloudformation")
    planned = Stack(cloudformation, operator.stage.stack_name)
    queue = {"Resources": {"One": {"Type": "AWS::SQS::Queue"}}}
    planned.plan(json.dumps(queue), {}, {})
    assert planned.exists()
    assert operator.destroy()
    assert not planned.exists()
