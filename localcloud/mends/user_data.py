"""Reading an instance's user data.

Stock: DescribeInstanceAttribute answers an empty `userData`.
AWS: it answers the user data, base64-encoded, which is how the hypervisor learns what to boot.
"""

from ministack.services import ec2

from localcloud.mends.patching import Mend, Untyped, replaces_entry


def apply() -> None:
    """Answer the user data that the instance was launched with."""

    @replaces_entry(ec2._ACTION_MAP, "DescribeInstanceAttribute")
    def describe(stock: Mend, request: dict[str, Untyped]) -> Untyped:
        instance = ec2._instances.get(ec2._p(request, "InstanceId"))
        if instance is None or ec2._p(request, "Attribute") != "userData":
            return stock(request)
        return ec2._xml(
            200,
            "DescribeInstanceAttributeResponse",
            f"<instanceId>{instance['InstanceId']}</instanceId>"
            f"<userData><value>{instance.get('UserData', '')}</value></userData>",
        )
