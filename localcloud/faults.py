"""Makes requests to the local cloud fail."""

import json
import urllib.request
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """An error that requests are answered with.

    `action` is named as IAM does (`ec2:RunInstances`, `s3:GetObject` also for HEAD,
    `lambda:InvokeFunction`). It hits `count` requests (None: all) after letting `skip` of them
    pass, of those that contain the text `containing` in their path, query or body. With `applied`
    the request is carried out and only its answer is lost. Requests of the root are never hit.
    """

    action: str
    code: str
    status: int = 500
    count: int | None = 1
    skip: int = 0
    containing: str = ""
    applied: bool = False
    message: str = "Injected by the local cloud"


OUT_OF_CAPACITY = Fault("ec2:RunInstances", "InsufficientInstanceCapacity", 500, count=None)


class Faults:
    """The faults of a running local cloud."""

    def __init__(self, endpoint_url: str) -> None:
        self._url = f"{endpoint_url}/_localcloud/faults"

    def add(self, fault: Fault) -> None:
        """Let requests fail from now on."""
        self._request("POST", asdict(fault))

    def clear(self) -> None:
        """Let all requests pass again."""
        self._request("DELETE")

    def hits(self) -> int:
        """How many requests failed because of the faults that are there."""
        return sum(fault["hits"] for fault in self._request("GET"))

    def _request(self, method: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url, data=data, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)
