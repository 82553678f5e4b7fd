"""Events that nobody should send end in an error or are ignored, before anything is touched."""

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from unittest import mock
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import InvalidUpload, MalformedEvent
from chalicelib.jobs import Job, Upload, Wishes
from chalicelib.services import Services
from chalicelib.uploads import is_job_id
from localcloud.faults import Fault
from tests.chalicelib import builders
from tests.chalicelib.builders import IDENTITY, JOB_ID
from tests.chalicelib.conftest import Backend

ADDRESS = "bystander@example.com"
LOOKS = {
    "GetItem",
    "Query",
    "HeadBucket",
    "HeadObject",
    "GetObject",
    "ListObjectsV2",
    "DescribeInstances",
}
STEPS = ("check_upload", "launch_instance", "release_instance", "send_mail")

# The fixtures do not change from one example to the next.
unhurried = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
NEARLY_JOB_IDS = st.sampled_from(
    (
        "",
        "*",
        "?" * 36,
        f"{JOB_ID[:8]}*",
        f"{JOB_ID}\n",
        f" {JOB_ID}",
        JOB_ID.upper(),
        f"{JOB_ID}/../{uuid.UUID(int=5)}",
        f"{JOB_ID},{JOB_ID}",
        str(uuid.UUID(int=0)),
        str(uuid.uuid1(1, 1)),
        "../../secrets",
    )
)
NO_JOB_IDS = NEARLY_JOB_IDS | st.text().filter(lambda text: not is_job_id(text))


@dataclass
class Entrance:
    """The entry points on the local cloud, and every call that they have made there."""

    app: ModuleType
    calls: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def record(self, model: Any, context: dict[str, Any], **rest: Any) -> None:
        self.calls.append(model.name)
        if model.name == "DeleteObject":
            self.deleted.append(context["input_params"]["Key"])

    def forget(self) -> None:
        self.calls.clear()
        self.deleted.clear()


@pytest.fixture(scope="module")
def entrance(backend: Backend) -> Iterator[Entrance]:
    with mock.patch.dict(os.environ, builders.ENVIRONMENT):
        import app

    watched = Entrance(app)
    session = backend.cloud.session()
    session.events.register("before-call", watched.record)
    services = Services(builders.settings(), session)
    with mock.patch.object(app, "services", return_value=services):
        yield watched


@pytest.fixture(scope="module")
def bystander(backend: Backend) -> Job:
    """Somebody else's job."""
    upload = Upload(f"uploads/{IDENTITY}/{JOB_ID}.gif", '"etag"', 1234)
    job = backend.services.jobs.create(JOB_ID, upload, Wishes(ADDRESS, "scream"))
    backend.services.media._s3.put_object(
        Bucket=builders.settings().media_bucket, Key=f"results/{JOB_ID}/painted.gif", Body=b"x"
    )
    return job


@pytest.fixture(autouse=True)
def forget(entrance: Entrance, bystander: Job) -> None:
    entrance.forget()


class TestAStepOfTheWorkflow:
    @unhurried
    @given(event=JSON)
    @pytest.mark.parametrize("step", STEPS)
    def test_refuses_any_event_that_names_no_job(
        self, entrance: Entrance, step: str, event: Any
    ) -> None:
        with pytest.raises((MalformedEvent, KeyError, TypeError, IndexError, AttributeError)):
            getattr(entrance.app, step)(event, None)
        assert entrance.calls == []

    @unhurried
    @given(job_id=NO_JOB_IDS | JSON)
    @pytest.mark.parametrize("step", STEPS)
    def test_takes_nothing_for_the_name_of_a_job_that_could_match_others(
        self, entrance: Entrance, step: str, job_id: Any
    ) -> None:
        rest = {"attempt": 0, "mail": "ready"}
        with pytest.raises(MalformedEvent, match="is not the name of a job"):
            getattr(entrance.app, step)({"job_id": job_id, **rest}, None)
        assert entrance.calls == []

    @unhurried
    @given(mail=JSON.filter(lambda mail: mail not in ("accepted", "ready", "failed")))
    def test_sends_no_mail_of_another_kind(self, entrance: Entrance, mail: Any) -> None:
        with pytest.raises((ValueError, TypeError)) as refusal:
            entrance.app.send_mail({"job_id": JOB_ID, "mail": mail}, None)
        assert ADDRESS not in str(refusal.value)
        assert entrance.calls == []


def upload_event(key: str) -> dict[str, Any]:
    bucket = {"name": builders.settings().uploads_bucket}
    return {"Records": [{"s3": {"bucket": bucket, "object": {"key": quote_plus(key)}}}]}


class TestAnUpload:
    @unhurried
    @given(key=st.text() | NO_JOB_IDS.map(lambda name: f"{IDENTITY}/{name}.gif"))
    def test_under_a_key_outside_the_scheme_is_deleted_and_nothing_else(
        self, entrance: Entrance, key: str
    ) -> None:
        entrance.forget()
        entrance.app.on_upload(upload_event(f"uploads/{key}"), None)
        assert entrance.calls == ["DeleteObject"]
        assert entrance.deleted == [f"uploads/{key}"]

    @unhurried
    @given(event=JSON | st.fixed_dictionaries({"Records": JSON}))
    def test_is_nothing_that_lacks_a_bucket_or_a_key(self, entrance: Entrance, event: Any) -> None:
        with pytest.raises((KeyError, TypeError, IndexError, AttributeError)):
            entrance.app.on_upload(event, None)
        assert entrance.calls == []

    @pytest.mark.parametrize("status", [400, 403, 404])
    def test_that_is_gone_or_that_nobody_can_read_is_ignored_and_never_tried_again(
        self, entrance: Entrance, backend: Backend, status: int
    ) -> None:
        backend.cloud.faults.add(Fault("s3:GetObject", str(status), status, count=None))
        entrance.app.on_upload(upload_event(f"uploads/{IDENTITY}/{uuid.uuid4()}.gif"), None)
        assert set(entrance.calls) <= LOOKS

    def test_under_the_name_of_anothers_job_changes_nothing_of_it(
        self, entrance: Entrance, backend: Backend, bystander: Job
    ) -> None:
        thief = f"uploads/{IDENTITY[:-1]}6/{JOB_ID}.gif"
        backend.services.uploads._s3.put_object(
            Bucket=builders.settings().uploads_bucket,
            Key=thief,
            Body=b"GIF89a",
            Metadata={"email": "thief@example.com", "style": "scream"},
        )
        entrance.app.on_upload(upload_event(thief), None)
        assert entrance.deleted == [thief]
        assert backend.services.jobs.get(JOB_ID) == bystander
        assert "StartExecution" not in entrance.calls

    @pytest.mark.parametrize("code", ["InvalidObjectState", "InvalidRequest", "NoSuchKey"])
    def test_that_can_no_longer_be_read_is_refused(self, backend: Backend, code: str) -> None:
        backend.cloud.faults.add(Fault("s3:GetObject", code, 400, count=None))
        with pytest.raises(InvalidUpload, match="upload it once more"):
            backend.services.uploads.read_unchanged(f"uploads/{IDENTITY}/{JOB_ID}.gif", '"etag"')


class TestTheEndOfAnExecution:
    def event(self, name: object, status: object = "FAILED") -> dict[str, Any]:
        words = ("version", "account", "region", "detail-type", "source", "time", "id")
        detail = {"name": name, "status": status}
        return dict.fromkeys(words, "x") | {"resources": [], "detail": detail}

    @unhurried
    @given(name=NO_JOB_IDS, status=JSON)
    def test_that_was_started_by_hand_under_any_name_is_ignored(
        self, entrance: Entrance, name: str, status: Any
    ) -> None:
        entrance.app.on_execution_end(self.event(name, status), None)
        assert entrance.calls == []

    def test_of_an_unknown_job_only_clears_up_after_it(self, entrance: Entrance) -> None:
        entrance.app.on_execution_end(self.event(str(uuid.uuid4())), None)
        assert set(entrance.calls) <= LOOKS


class TestTheRoutes:
    PATHS = ("/jobs/{}", "/jobs/{}/painting", "/jobs/{}/clip")

    @unhurried
    @given(
        job_id=NO_JOB_IDS.filter(lambda text: text and "/" not in text and "?" not in text),
        query=st.text(st.characters(codec="ascii"), max_size=20),
        method=st.sampled_from(("GET", "DELETE")),
    )
    @pytest.mark.parametrize("path", PATHS)
    def test_find_no_job_by_anything_but_its_whole_name(
        self, entrance: Entrance, path: str, job_id: str, query: str, method: str
    ) -> None:
        status, body = self.answer(entrance, method, path.format(job_id), query)
        assert status in (400, 403, 404, 405)
        assert "Traceback" not in body
        assert ADDRESS not in body
        assert entrance.calls == []

    @unhurried
    @given(
        method=st.sampled_from(("POST", "PUT", "PATCH", "HEAD", "TRACE", "get", "")) | st.text(),
        rest=st.sampled_from(("", "/painting", "/clip")),
    )
    def test_know_no_other_methods(self, entrance: Entrance, method: str, rest: str) -> None:
        if method not in ("GET", "DELETE"):
            status, body = self.answer(entrance, method, f"/jobs/{JOB_ID}{rest}")
            assert status in (403, 405)
            assert ADDRESS not in body
        assert entrance.calls == []

    def test_never_show_the_address(self, entrance: Entrance) -> None:
        for rest in ("", "/painting", "/painting?format=mp4", "/clip"):
            status, body = self.answer(entrance, "GET", f"/jobs/{JOB_ID}{rest}")
            assert status in (200, 302, 404)
            assert ADDRESS not in body
        assert set(entrance.calls) <= LOOKS

    @staticmethod
    def answer(entrance: Entrance, method: str, path: str, query: str = "gif") -> tuple[int, str]:
        """As API Gateway calls: it has matched the path and unquoted its parameters."""
        route, _, asked = path.partition("?")
        parts = route.split("/")
        resource = "/".join(["", "jobs", "{job_id}", *parts[3:]])
        event = {
            "httpMethod": method,
            "resource": resource,
            "path": route,
            "pathParameters": {"job_id": parts[2]},
            "multiValueQueryStringParameters": {"format": [asked.removeprefix("format=") or query]},
            "headers": {"accept": "*/*"},
            "requestContext": {"httpMethod": method, "resourcePath": resource},
            "body": None,
            "isBase64Encoded": False,
            "stageVariables": None,
        }
        answered = entrance.app.app(event, None)
        return int(answered["statusCode"]), json.dumps(answered)
