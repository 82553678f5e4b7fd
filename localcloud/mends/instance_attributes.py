"""Reading an instance's attributes.

Stock: DescribeInstanceAttribute answers an empty `userData`, and `stop` as what happens when an
instance shuts itself down.
AWS: it answers what the instance was launched with, which is how the hypervisor learns both.
"""

from ministack.services import ec2

from localcloud.mends.patching import Mend, Untyped, replaces_entry

KEPT = {"userData": "UserData", "instanceInitiatedShutdownBehavior": "_on_shutdown"}


def apply() -> None:
    """Answer what the instance was launched with."""

    @replaces_entry(ec2._ACTION_MAP, "DescribeInstanceAttribute")
    def describe(stock: Mend, request: dict[str, Untyped]) -> Untyped:
        instance = ec2._instances.get(ec2._p(request, "InstanceId"))
        name = ec2._p(request, "Attribute")
        value = (instance or {}).get(KEPT.get(name))
        if not value:
            return stock(request)
        return ec2._xml(
            200,
            "DescribeInstanceAttributeResponse",
            f"<instanceId>{instance['InstanceId']}</instanceId>"
            f"<{name}><value>{value}</value></{name}>",
        )
