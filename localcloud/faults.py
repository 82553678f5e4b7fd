"""Makes requests to the local cloud fail, or wait."""

from dataclasses import asdict, dataclass
from typing import Any

from localcloud.admin import ask


@dataclass(frozen=True)
class Fault:
    """An error that requests are answered with.

    `action` is named as IAM does (`ec2:RunInstances`, `s3:GetObject` also for HEAD,
    `lambda:InvokeFunction`), with `*` for any part; `handler:NAME` is the Lambda function NAME
    itself, which raises `code`. It hits `count` requests (None: all) after letting `skip` of them
    pass, of those that contain the text `containing` in their path, query or body and come from a
    caller whose ARN contains `caller`. Those wait `delay` seconds before anything else happens;
    without a `code` they then go on as if nothing had been. With `applied` the request is carried
    out and only its answer is lost. Requests of the root are never hit.
    """

    action: str
    code: str = ""
    status: int = 500
    count: int | None = 1
    skip: int = 0
    containing: str = ""
    caller: str = ""
    delay: float = 0.0
    applied: bool = False
    message: str = "Injected by the local cloud"


OUT_OF_CAPACITY = Fault("ec2:RunInstances", "InsufficientInstanceCapacity", 500, count=None)
_FOREVER = 1e6


def unreachable(instance_id: str) -> Fault:
    """Nothing that the instance asks of AWS is answered; its own metadata service is."""
    return Fault("*", count=None, caller=f"/{instance_id}", delay=_FOREVER)


class Faults:
    """The faults of a running local cloud."""

    def __init__(self, endpoint_url: str) -> None:
        self._endpoint_url = endpoint_url

    def add(self, fault: Fault) -> str:
        """Let requests fail from now on; the answer names the fault."""
        return str(self._request("POST", asdict(fault))["name"])

    def remove(self, name: str) -> None:
        """Let them pass again, also those that wait."""
        self._request("DELETE", {"name": name})

    def clear(self) -> None:
        """Let all requests pass again."""
        self._request("DELETE")

    def hits(self, name: str | None = None) -> int:
        """How many requests were hit by the named fault, or by all that are there."""
        there = self._request("GET")
        return sum(fault["hits"] for fault in there if name in (None, fault["name"]))

    def _request(self, method: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        return ask(self._endpoint_url, method, "faults", body)
