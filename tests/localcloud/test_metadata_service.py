import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from localcloud.metadata_service import (
    TOKEN_HEADER,
    TTL_HEADER,
    Metadata,
    MetadataService,
    RoleKey,
    RoleRefused,
)

EXPIRATION = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


def role_key() -> RoleKey:
    return RoleKey("AKID", "secret", "token", EXPIRATION)


def metadata(role_name: str | None = "painter") -> Metadata:
    return Metadata(
        instance_id="i-1",
        instance_type="g4dn.xlarge",
        image_id="ami-1",
        life_cycle="spot",
        region="us-east-1",
        availability_zone="us-east-1b",
        tags={"project": "visualneurons", "job_id": "it"},
        role_name=role_name,
    )


@pytest.fixture
def service() -> Iterator[MetadataService]:
    running = MetadataService(metadata(), role_key)
    yield running
    running.close()


def ask(
    service: MetadataService, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    url = f"{service.endpoint}/latest/{path}"
    request = urllib.request.Request(url, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


def get(service: MetadataService, path: str) -> tuple[int, str]:
    _, token = ask(service, "api/token", "PUT", {TTL_HEADER: "60"})
    return ask(service, path, headers={TOKEN_HEADER: token})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("meta-data/ami-id", "ami-1"),
        ("meta-data/instance-id", "i-1"),
        ("meta-data/instance-life-cycle", "spot"),
        ("meta-data/instance-type", "g4dn.xlarge"),
        ("meta-data/placement/availability-zone", "us-east-1b"),
        ("meta-data/placement/region", "us-east-1"),
        ("meta-data/tags/instance", "project\njob_id"),
        ("meta-data/tags/instance/job_id", "it"),
        ("meta-data/iam/security-credentials/", "painter"),
    ],
)
def test_an_instance_can_learn_about_itself(service: MetadataService, path: str, text: str) -> None:
    assert get(service, path) == (200, text)


def test_the_identity_document_names_the_region(service: MetadataService) -> None:
    _, text = get(service, "dynamic/instance-identity/document")

    assert json.loads(text)["region"] == "us-east-1"


def test_nothing_is_answered_without_a_token(service: MetadataService) -> None:
    assert ask(service, "meta-data/instance-id")[0] == 401
    assert ask(service, "meta-data/instance-id", headers={TOKEN_HEADER: "made up"})[0] == 401


@pytest.mark.parametrize("seconds", ["", "0", "21601", "soon"])
def test_a_token_needs_a_life_time_within_the_limits(
    service: MetadataService, seconds: str
) -> None:
    assert ask(service, "api/token", "PUT", {TTL_HEADER: seconds})[0] == 400


def test_what_is_not_there_is_not_found(service: MetadataService) -> None:
    for path in ("meta-data/nonsense", "meta-data/tags/instance/nothing", "meta-data/iam/else"):
        assert get(service, path)[0] == 404
    assert ask(service, "api/else", "PUT")[0] == 404


def test_the_notice_is_there_only_after_it_was_given(service: MetadataService) -> None:
    assert get(service, "meta-data/spot/instance-action")[0] == 404

    service.announce_interruption(EXPIRATION)

    _, text = get(service, "meta-data/spot/instance-action")
    assert json.loads(text) == {"action": "terminate", "time": "2030-01-02T03:04:05Z"}
    assert get(service, "meta-data/spot/termination-time") == (200, "2030-01-02T03:04:05Z")


def test_credentials_are_those_of_the_role(service: MetadataService) -> None:
    _, text = get(service, "meta-data/iam/security-credentials/painter")

    credentials = json.loads(text)
    assert credentials["Code"] == "Success"
    assert credentials["AccessKeyId"] == "AKID"
    assert credentials["Expiration"] == "2030-01-02T03:04:05Z"


def test_a_role_that_is_refused_is_answered_as_such() -> None:
    def refuse() -> RoleKey:
        raise RoleRefused("no trust")

    service = MetadataService(metadata(), refuse)
    _, text = get(service, "meta-data/iam/security-credentials/painter")
    service.close()

    assert json.loads(text)["Code"] == "AssumeRoleUnauthorizedAccess"


def test_an_instance_without_a_role_finds_no_credentials() -> None:
    service = MetadataService(metadata(role_name=None), role_key)
    status, _ = get(service, "meta-data/iam/security-credentials/")
    service.close()

    assert status == 404
