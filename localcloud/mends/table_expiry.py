"""A table's time to live in CloudFormation.

Stock: `TimeToLiveSpecification` is dropped.
AWS: it is applied.
"""

from ministack.services import dynamodb
from ministack.services.cloudformation import provisioners

from localcloud.mends.patching import Mend, Untyped, replaces_entry


def apply() -> None:
    """Set the time to live of created and updated tables."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::Table"]

    @replaces_entry(handlers, "create")
    def create(
        stock: Mend, logical_id: str, properties: dict[str, Untyped], *more: Untyped
    ) -> Untyped:
        result = stock(logical_id, properties, *more)
        _expire(result[0], properties)
        return result

    @replaces_entry(handlers, "update")
    def update(
        stock: Mend, table: str, old: Untyped, properties: dict[str, Untyped], *more: Untyped
    ) -> Untyped:
        result = stock(table, old, properties, *more)
        _expire(table, properties)
        return result


def _expire(table: str, properties: dict[str, Untyped]) -> None:
    specification = properties.get("TimeToLiveSpecification")
    if specification:
        enabled = str(specification.get("Enabled")).lower() == "true"
        asked = {"AttributeName": specification["AttributeName"], "Enabled": enabled}
        dynamodb._update_ttl({"TableName": table, "TimeToLiveSpecification": asked})
