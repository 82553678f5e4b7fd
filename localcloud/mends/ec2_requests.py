"""EC2's query protocol: reading and completing the numbered parameters of a request."""

import itertools
from collections.abc import Iterator

from ministack.services import ec2

from localcloud.mends.patching import Untyped

Request = dict[str, Untyped]


def value(request: Request, name: str) -> str:
    """The parameter's value, empty when it is not there."""
    return str(ec2._p(request, name) or "")


def numbered(request: Request, pattern: str, probe: str) -> Iterator[str]:
    """The prefixes `pattern.format(1)`, … for as long as there is a parameter `prefix + probe`."""
    for number in itertools.count(1):
        prefix = pattern.format(number)
        if not value(request, prefix + probe):
            return
        yield prefix


def instance_tags(request: Request) -> dict[str, str]:
    """The tags that the request asks for on instances, from all its tag specifications together."""
    return {
        value(request, tag + ".Key"): value(request, tag + ".Value")
        for specification in numbered(request, "TagSpecification.{}", ".ResourceType")
        if value(request, specification + ".ResourceType") == "instance"
        for tag in numbered(request, specification + ".Tag.{}", ".Key")
    }


def with_instance_tags(request: Request, tags: dict[str, str]) -> Request:
    """The request with these as its only tag specification."""
    rest = {key: item for key, item in request.items() if not key.startswith("TagSpecification.")}
    if tags:
        rest["TagSpecification.1.ResourceType"] = ["instance"]
    for number, (key, item) in enumerate(tags.items(), 1):
        rest[f"TagSpecification.1.Tag.{number}.Key"] = [key]
        rest[f"TagSpecification.1.Tag.{number}.Value"] = [item]
    return rest
