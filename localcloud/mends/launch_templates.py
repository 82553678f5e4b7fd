"""Launch templates at RunInstances.

Stock: the template that a request names is ignored, even when it does not exist.
AWS: the request is completed from the template's version; what the request says itself wins; tags
are merged.
"""

from ministack.services import ec2

from localcloud.mends.ec2_requests import Request, instance_tags, value, with_instance_tags
from localcloud.mends.patching import Mend, Untyped, replaces_entry

COPIED = (
    "ImageId",
    "InstanceInitiatedShutdownBehavior",
    "InstanceType",
    "KeyName",
    "UserData",
)


def apply() -> None:
    """Complete requests from the launch template that they name."""

    @replaces_entry(ec2._ACTION_MAP, "RunInstances")
    def run(stock: Mend, request: Request) -> Untyped:
        if not _names_template(request):
            return stock(request)
        data = template_data(request)
        if data is None:
            code = "InvalidLaunchTemplateId.NotFound"
            return ec2._error(code, "The specified launch template does not exist", 400)
        return stock(_completed(request, data))


def template_data(request: Request) -> dict[str, Untyped] | None:
    """The data of the template version that the request names; None when there is none."""
    name = value(request, "LaunchTemplate.LaunchTemplateName")
    identifier = value(request, "LaunchTemplate.LaunchTemplateId")
    for template in ec2._launch_templates.values():
        if identifier == template["LaunchTemplateId"] or name == template["LaunchTemplateName"]:
            return _version(template, value(request, "LaunchTemplate.Version") or "$Default")
    return None


def profile_name(request: Request) -> str:
    """The name of the instance profile that the request or its template asks for, else empty."""
    template = (template_data(request) or {}).get("IamInstanceProfile") or {}
    asked = value(request, "IamInstanceProfile.Name") or value(request, "IamInstanceProfile.Arn")
    return str(asked or template.get("Name") or template.get("Arn") or "").rsplit("/", 1)[-1]


def _names_template(request: Request) -> bool:
    return any(key.startswith("LaunchTemplate.") for key in request)


def _version(template: dict[str, Untyped], wanted: str) -> dict[str, Untyped] | None:
    aliases = {
        "$Default": template["DefaultVersionNumber"],
        "$Latest": template["LatestVersionNumber"],
    }
    number = str(aliases.get(wanted, wanted))
    for version in template["Versions"]:
        if str(version["VersionNumber"]) == number:
            data: dict[str, Untyped] = version["LaunchTemplateData"]
            return data
    return None


def _completed(request: Request, data: dict[str, Untyped]) -> Request:
    request = with_instance_tags(request, _template_tags(data) | instance_tags(request))
    for name in COPIED:
        if data.get(name) and not value(request, name):
            request[name] = [str(data[name])]
    profile = profile_name(request)
    if profile and not value(request, "IamInstanceProfile.Arn"):
        request["IamInstanceProfile.Name"] = [profile]
    if not value(request, "SecurityGroupId.1"):
        for number, group in enumerate(data.get("SecurityGroupIds") or [], 1):
            request[f"SecurityGroupId.{number}"] = [group]
    return request


def _template_tags(data: dict[str, Untyped]) -> dict[str, str]:
    return {
        tag["Key"]: tag["Value"]
        for specification in data.get("TagSpecifications") or []
        if specification.get("ResourceType") == "instance"
        for tag in specification.get("Tags") or []
    }
