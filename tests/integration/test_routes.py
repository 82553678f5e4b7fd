"""The HTTP routes, deployed for real: what they answer, and what a deletion removes."""

import http.client
import io
import json
import urllib.error
import urllib.request
import uuid
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from chalicelib.mails import MailKind
from localcloud.job import Job, send
from tests.clips import long_clip, tiny_clip
from tests.integration.running import Running


def get(running: Running, path: str) -> Any:
    with urllib.request.urlopen(running.deployment.api_url + path, timeout=30) as answer:
        return json.load(answer)


def delete(running: Running, job_id: str) -> int:
    request = urllib.request.Request(f"{running.deployment.api_url}/jobs/{job_id}", method="DELETE")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def refusal(running: Running, path: str) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(running, path)
    with refused.value as answer:
        return answer.code, answer.read().decode()


@pytest.fixture(scope="module")
def rejected(running: Running) -> Job:
    """A job that no test deletes."""
    job = running.send(b"no picture")
    running.finished(job)
    return job


def test_the_service_says_that_it_is_well(running: Running) -> None:
    assert get(running, "/health") == {"status": "ok"}


def test_the_styles_on_offer_have_pictures_on_the_page(running: Running) -> None:
    styles = {style["id"]: style for style in get(running, "/styles")["styles"]}
    assert "starry-night" in styles
    assert "guernica" not in styles
    assert styles["scream"]["title"] == "The Scream"
    assert styles["scream"]["picture"] == f"{running.deployment.site_url}/styles/scream.jpg"


@pytest.mark.parametrize("job_id", [str(uuid.UUID(int=0)), "nothing", "..%2F..%2Fsecrets"])
@pytest.mark.parametrize("rest", ["", "/painting", "/clip"])
def test_an_unknown_job_is_not_found(running: Running, job_id: str, rest: str) -> None:
    code, words = refusal(running, f"/jobs/{job_id}{rest}")
    assert code in (403, 404)
    assert "Traceback" not in words


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/health", "/styles", f"/jobs/{uuid.UUID(int=0)}"])
def test_other_methods_are_refused(running: Running, method: str, path: str) -> None:
    status, words = answer_to(running, method, path)
    assert status in (400, 403, 404, 405)
    assert "Traceback" not in words


@pytest.mark.parametrize(
    "path",
    [
        "/jobs",
        "/jobs/",
        "/jobs//painting",
        "/jobs/*",
        "/jobs/%2a/painting",
        "/jobs/{job_id}/../../jobs",
        "/jobs/{job_id}/record",
        "/jobs/{job_id}%00",
        "/jobs/{job_id}%0a/clip",
        "/jobs/%20{job_id}/clip",
        "/jobs/{job_id}/painting?format=../../artifacts/chalice/local.json",
        "/jobs/{job_id}/painting?format=gif&format=%00",
    ],
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_trick_with_a_path_leads_anywhere(
    running: Running, rejected: Job, method: str, path: str
) -> None:
    status, words = answer_to(running, method, path.format(job_id=rejected.job_id))
    assert status in (400, 403, 404, 405), words
    assert running.addresses[rejected.job_id] not in words
    assert "Traceback" not in words
    assert rejected.record()["status"] == "rejected"


def answer_to(running: Running, method: str, path: str) -> tuple[int, str]:
    """Of a request whose path is sent as it is written."""
    api = urlsplit(running.deployment.api_url)
    connection = http.client.HTTPConnection(api.netloc, timeout=30)
    with closing(connection):
        connection.request(method, api.path + path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")


def test_an_unknown_form_of_a_painting_is_refused_with_the_known_ones(running: Running) -> None:
    code, words = refusal(running, f"/jobs/{uuid.uuid4()}/painting?format=exe")
    assert code == 400
    assert "gif, mp4, webp, poster" in words


def test_a_job_is_shown_from_its_upload_to_its_painting_and_deleted(running: Running) -> None:
    clip = tiny_clip(frames=3)
    job = running.send(clip)
    running.instance_painting(job, frame=0)
    shown = job.record()
    assert shown["status"] in ("painting", "ready")
    assert shown["clip"] == {"frames": 3, "width": 40, "height": 32, "seconds": 0.36}
    running.finished(job)
    assert job.record()["status"] == "ready"
    assert job.painting("mp4")[4:8] == b"ftyp"
    assert job.painting("webp")[8:12] == b"WEBP"
    assert job.painting("poster")[1:4] == b"PNG"
    with urllib.request.urlopen(
        f"{running.deployment.api_url}/jobs/{job.job_id}/clip", timeout=30
    ) as answer:
        assert answer.read() == clip
    assert running.files(job.job_id)
    assert delete(running, job.job_id) == 204
    assert_gone(running, job)


def no_process_of(running: Running, job: Job) -> bool:
    """Whether the job's machines are off: until then, one may still write."""
    found = running.cloud.hypervisor.instances()
    return all(one.state == "off" for one in found if one.tags.get("job_id") == job.job_id)


def reap(running: Running) -> None:
    """What the schedule does every quarter of an hour."""
    tick = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
    tick |= {"version": "0", "id": "1", "account": "1", "region": "r", "time": "t", "resources": []}
    answer = running.client("lambda").invoke(
        FunctionName="visualneurons-local-reap_instances", Payload=json.dumps(tick)
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


def assert_gone(running: Running, job: Job) -> None:
    """Nothing is left but a nameplate, which names no visitor, and that the day had an upload."""
    assert running.files(job.job_id) == []
    reap(running)
    assert job.record() == {}
    assert set(running.item(job)) == {
        "job_id",
        "deleted",
        "upload_key",
        "painters",
        "expires_at",
    }
    stack = running.deployment.stack_name
    assert running.tables_about(job) == {f"{stack}-jobs", f"{stack}-quotas"}
    for rest in ("", "/painting", "/clip"):
        assert refusal(running, f"/jobs/{job.job_id}{rest}")[0] == 404


def test_deleting_removes_the_own_style_and_can_be_repeated(running: Running) -> None:
    clip, style = running.folder / "c.gif", running.folder / "style.png"
    clip.write_bytes(tiny_clip())
    style.write_bytes(picture())
    job = send(running.cloud, running.deployment, clip, str(style), f"{uuid.uuid4()}@example.com")
    running.finished(job)
    assert job.record()["status"] == "ready"
    kinds = {key.partition("/")[0] for key in running.files(job.job_id)}
    assert kinds == {"uploads", "checkpoints", "results"}
    assert delete(running, job.job_id) == 204
    assert_gone(running, job)
    assert delete(running, job.job_id) == 204
    assert_gone(running, job)


def test_a_rejected_job_has_no_clip_any_more_and_can_be_deleted(running: Running) -> None:
    job = running.send(b"no picture")
    running.finished(job)
    assert running.files(job.job_id) == []
    code, words = refusal(running, f"/jobs/{job.job_id}/clip")
    assert code == 404
    assert "is rejected: its clip is not shown" in words
    assert delete(running, job.job_id) == 204
    assert_gone(running, job)


def picture() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((48, 48), 90).convert("RGB").save(data, "PNG")
    return data.getvalue()


def test_a_job_without_a_painting_says_so(running: Running, rejected: Job) -> None:
    code, words = refusal(running, f"/jobs/{rejected.job_id}/painting")
    assert code == 404
    assert "is rejected: there is no painting" in words


def test_deleting_a_job_that_is_being_painted_stops_it_without_another_mail(
    running: Running,
) -> None:
    job = running.send(long_clip())
    running.instance_painting(job)
    assert delete(running, job.job_id) == 204
    running.eventually(lambda: running.machines(job) == [], job)
    assert running.timeline(job).status == "aborted"
    assert running.mails(job) == [MailKind.ACCEPTED]
    running.eventually(lambda: no_process_of(running, job))
    reap(running)
    assert_gone(running, job)
    assert delete(running, job.job_id) == 204
    assert running.mails(job) == [MailKind.ACCEPTED]
