"""What RunInstances keeps of a request.

Stock: only the last tag specification counts; market, client token and the subnet's zone are
forgotten.
AWS: all tag specifications count, and DescribeInstances answers `InstanceLifecycle`, `ClientToken`
and the zone.
"""

from ministack.services import ec2

from localcloud.mends.ec2_requests import Request, instance_tags, value, with_instance_tags
from localcloud.mends.patching import Mend, Untyped, replaces, replaces_entry


def apply() -> None:
    """Merge the tag specifications, and remember market, token and zone of what is launched."""

    @replaces_entry(ec2._ACTION_MAP, "RunInstances")
    def run(stock: Mend, request: Request) -> Untyped:
        before = set(ec2._instances.keys())
        answer = stock(with_instance_tags(request, instance_tags(request)))
        for instance_id in set(ec2._instances.keys()) - before:
            instance = ec2._instances[instance_id]
            instance["_market"] = value(request, "InstanceMarketOptions.MarketType")
            instance["_on_shutdown"] = value(request, "InstanceInitiatedShutdownBehavior")
            instance["_client_token"] = value(request, "ClientToken")
            subnet = ec2._subnets.get(instance["SubnetId"]) or {}
            if subnet.get("AvailabilityZone"):
                instance["Placement"]["AvailabilityZone"] = subnet["AvailabilityZone"]
        return answer

    @replaces(ec2, "_instance_xml")
    def describe(stock: Mend, instance: dict[str, Untyped]) -> str:
        more = ""
        if instance.get("_market") == "spot":
            more += "<instanceLifecycle>spot</instanceLifecycle>"
        if instance.get("_client_token"):
            more += f"<clientToken>{ec2._esc(instance['_client_token'])}</clientToken>"
        head, tail = str(stock(instance)).rsplit("</item>", 1)
        return f"{head}{more}</item>{tail}"
