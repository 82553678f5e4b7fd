"""What IAM checks at RunInstances.

Stock: `ec2:RunInstances` on `*`, no condition keys of the request, and no `iam:PassRole`.
AWS: the instance among other resources, with `aws:RequestTag/…`, `ec2:InstanceType` and
`ec2:InstanceMarketType`, and `iam:PassRole` on the role of the instance profile. Only the instance
is checked of the resources here.
"""

from contextvars import ContextVar

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import ec2, iam

from localcloud.mends.ec2_requests import Request, instance_tags, value
from localcloud.mends.launch_templates import profile_name
from localcloud.mends.patching import Mend, Untyped, replaces, replaces_entry

_caller: ContextVar[str] = ContextVar("_caller", default="")


def apply() -> None:
    """Check the instance, the condition keys and the role."""

    @replaces(iam_evaluator, "pin_request_caller")
    def pin(
        stock: Mend, headers: dict[str, str], query: dict[str, Untyped] | None = None
    ) -> Untyped:
        _caller.set(extract_access_key_id(headers, query or {}) or "")
        return stock(headers, query)

    @replaces(iam_actions, "request_tag_context")
    def context(stock: Mend, service: str, action: str, body: bytes, request: Request) -> Untyped:
        keys = dict(stock(service, action, body, request))
        return keys | _condition_keys(request) if action == "ec2:RunInstances" else keys

    @replaces(iam_actions, "extract_resource_arn")
    def resource(stock: Mend, service: str, *request: Untyped) -> str:
        *_, parameters, region, account = request
        if service == "ec2" and value(parameters, "Action") == "RunInstances":
            return f"arn:aws:ec2:{region}:{account}:instance/*"
        return str(stock(service, *request))

    @replaces_entry(ec2._ACTION_MAP, "RunInstances")
    def run(stock: Mend, request: Request) -> Untyped:
        for role in _roles(profile_name(request)):
            if not _may_pass(role):
                message = f"You are not authorized to perform: iam:PassRole on resource: {role}"
                return ec2._error("UnauthorizedOperation", message, 403)
        return stock(request)


def _condition_keys(request: Request) -> dict[str, Untyped]:
    tags = instance_tags(request)
    keys: dict[str, Untyped] = {f"aws:RequestTag/{key}": item for key, item in tags.items()}
    if tags:
        keys["aws:TagKeys"] = list(tags)
    for key, name in (
        ("ec2:InstanceType", "InstanceType"),
        ("ec2:InstanceMarketType", "InstanceMarketOptions.MarketType"),
    ):
        if value(request, name):
            keys[key] = value(request, name)
    return keys


def _roles(profile: str) -> list[str]:
    record = iam._instance_profiles.get(profile) if profile else None
    names = [
        role if isinstance(role, str) else role["RoleName"]
        for role in (record or {}).get("Roles") or []
    ]
    return [iam._roles[name]["Arn"] for name in names if name in iam._roles]


def _may_pass(role: str) -> bool:
    denied = iam_evaluator.enforce(
        _caller.get(),
        "iam:PassRole",
        "iam",
        get_region(),
        resource_arn=role,
        service_context={"iam:PassedToService": "ec2.amazonaws.com"},
    )
    return denied is None
