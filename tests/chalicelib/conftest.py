"""The control plane on the emulator's DynamoDB, S3 and SES, without any workflow."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.catalogue import CATALOGUE_KEY
from chalicelib.services import Services
from infrastructure.stages import load_stage
from localcloud.cloud import LocalCloud
from localcloud.hypervisor import HypervisorSettings
from tests.chalicelib.booting import IMAGES, Ground
from tests.chalicelib.builders import settings

STYLE = {
    "id": "scream",
    "title": "The Scream",
    "artist": "Edvard Munch",
    "year": 1893,
    "rights": "public domain",
    "stand_in": True,
    "offered": True,
}


@dataclass(frozen=True)
class Backend:
    """Services of a stage, and the cloud that they run on."""

    cloud: LocalCloud
    services: Services


class Timepiece:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Timepiece:
    return Timepiece()


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    with LocalCloud(tmp_path_factory.mktemp("backend")) as cloud:
        session = cloud.session(cloud.deployer)
        chosen = settings()
        s3 = session.client("s3")
        for bucket in (chosen.uploads_bucket, chosen.media_bucket):
            s3.create_bucket(Bucket=bucket)
        s3.put_object(
            Bucket=chosen.media_bucket,
            Key=CATALOGUE_KEY,
            Body=json.dumps({"styles": [STYLE, STYLE | {"id": "hidden", "offered": False}]}),
        )
        for name, keys in (
            (chosen.jobs_table, ["job_id"]),
            (chosen.quotas_table, ["quota"]),
            (chosen.painters_table, ["painter_id"]),
            (chosen.line_table, ["line", "place"]),
        ):
            session.client("dynamodb").create_table(
                TableName=name,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": k, "AttributeType": "S"} for k in keys],
                KeySchema=[
                    {"AttributeName": key, "KeyType": kind}
                    for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
                ],
            )
        session.client("sesv2").create_email_identity(EmailIdentity=chosen.sender)
        session.client("sesv2").create_configuration_set(
            ConfigurationSetName=chosen.configuration_set,
            SuppressionOptions={"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        )
        yield Backend(cloud, Services(chosen, session))


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    machines = HypervisorSettings(images=IMAGES, interruption_grace=timedelta(0))
    with LocalCloud(tmp_path_factory.mktemp("ground"), hypervisor=machines) as cloud:
        yield Ground.lay(cloud, load_stage("local"))


@pytest.fixture(autouse=True)
def no_faults_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "backend" in request.fixturenames:
        backend: Backend = request.getfixturevalue("backend")
        backend.cloud.faults.clear()
