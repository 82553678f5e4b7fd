"""The instance metadata service (IMDSv2) of one instance, on a loopback port of its own."""

import json
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
TOKEN_HEADER = "X-aws-ec2-metadata-token"  # noqa: S105
TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds"
LONGEST_TTL = 21600
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class RoleKey:
    """The access key of the instance's role, as the metadata service answers it."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expiration: datetime


class RoleRefused(Exception):
    """The role of the instance does not trust EC2."""


@dataclass(frozen=True)
class Metadata:
    """What an instance can learn about itself."""

    instance_id: str
    instance_type: str
    image_id: str
    life_cycle: str
    region: str
    availability_zone: str
    tags: dict[str, str]
    role_name: str | None


class MetadataService:
    """Serves one instance's metadata until it is closed.

    `role_key` is called for credentials, whenever the instance asks; it raises RoleRefused when
    the role is not to be had.
    """

    def __init__(self, metadata: Metadata, role_key: Callable[[], RoleKey]) -> None:
        self.metadata = metadata
        self._role_key = role_key
        self._notice: datetime | None = None
        self._tokens: dict[str, float] = {}
        self._server = _Server((HOST, 0), _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    @property
    def endpoint(self) -> str:
        """The value for `AWS_EC2_METADATA_SERVICE_ENDPOINT`."""
        return f"http://{HOST}:{self._server.server_port}"

    def announce_interruption(self, at: datetime) -> None:
        """Give the spot interruption notice: the instance is terminated at that time."""
        self._notice = at

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def issue_token(self, seconds: int) -> str:
        """A session token, good for that long."""
        token = secrets.token_urlsafe(40)
        self._tokens[token] = time.monotonic() + seconds
        return token

    def knows(self, token: str | None) -> bool:
        """Whether the token was issued and is still good."""
        return token is not None and self._tokens.get(token, 0) > time.monotonic()

    def answer(self, path: str) -> str | None:
        """The text at a path below `/latest/`, None when there is nothing."""
        if path == "dynamic/instance-identity/document":
            return json.dumps(self._identity())
        category, _, rest = path.removeprefix("meta-data/").rstrip("/").partition("/")
        if category == "iam":
            return self._iam(rest)
        if category == "spot":
            return self._spot(rest)
        if category == "tags":
            key = rest.removeprefix("instance").lstrip("/")
            return self.metadata.tags.get(key) if key else "\n".join(self.metadata.tags)
        return self._fact(f"{category}/{rest}".rstrip("/"))

    def _fact(self, path: str) -> str | None:
        facts = {
            "ami-id": self.metadata.image_id,
            "instance-id": self.metadata.instance_id,
            "instance-life-cycle": self.metadata.life_cycle,
            "instance-type": self.metadata.instance_type,
            "placement/availability-zone": self.metadata.availability_zone,
            "placement/region": self.metadata.region,
        }
        return facts.get(path)

    def _identity(self) -> dict[str, str]:
        return {
            "availabilityZone": self.metadata.availability_zone,
            "imageId": self.metadata.image_id,
            "instanceId": self.metadata.instance_id,
            "instanceType": self.metadata.instance_type,
            "region": self.metadata.region,
        }

    def _spot(self, path: str) -> str | None:
        if self._notice is None:
            return None
        at = self._notice.strftime(TIME_FORMAT)
        if path == "termination-time":
            return at
        if path == "instance-action":
            return json.dumps({"action": "terminate", "time": at})
        return None

    def _iam(self, path: str) -> str | None:
        role = self.metadata.role_name
        if role is None:
            return None
        if path == "security-credentials":
            return role
        return json.dumps(self._credentials()) if path == f"security-credentials/{role}" else None

    def _credentials(self) -> dict[str, str]:
        now = datetime.now(UTC).strftime(TIME_FORMAT)
        try:
            key = self._role_key()
        except RoleRefused as error:
            code = "AssumeRoleUnauthorizedAccess"
            return {"Code": code, "Message": str(error), "LastUpdated": now}
        return {
            "Code": "Success",
            "Type": "AWS-HMAC",
            "LastUpdated": now,
            "AccessKeyId": key.access_key_id,
            "SecretAccessKey": key.secret_access_key,
            "Token": key.session_token,
            "Expiration": key.expiration.strftime(TIME_FORMAT),
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A machine may die while it is answered: nothing to be told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _handler(service: MetadataService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            seconds = self.headers.get(TTL_HEADER, "")
            if self.path != "/latest/api/token":
                self._send(404)
            elif not seconds.isdigit() or not 1 <= int(seconds) <= LONGEST_TTL:
                self._send(400)
            else:
                self._send(200, service.issue_token(int(seconds)), {TTL_HEADER: seconds})

        def do_GET(self) -> None:
            if not service.knows(self.headers.get(TOKEN_HEADER)):
                self._send(401)
                return
            text = service.answer(self.path.removeprefix("/latest/"))
            self._send(404) if text is None else self._send(200, text)

        def _send(self, status: int, text: str = "", headers: dict[str, str] | None = None) -> None:
            body = text.encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: instances ask every few seconds."""

    return Handler
