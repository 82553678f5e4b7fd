"""A bucket's lifecycle in CloudFormation.

Stock: `LifecycleConfiguration` is dropped.
AWS: it is applied. Expiry in days, by prefix, and the end of unfinished uploads are what this
knows.
"""

from xml.sax.saxutils import escape

from ministack.services import s3
from ministack.services.cloudformation import provisioners

from localcloud.mends.patching import Mend, Untyped, replaces_entry


def apply() -> None:
    """Set the lifecycle of created and updated buckets."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]

    @replaces_entry(handlers, "create")
    def create(
        stock: Mend, logical_id: str, properties: dict[str, Untyped], *more: Untyped
    ) -> Untyped:
        result = stock(logical_id, properties, *more)
        _configure(result[0], properties)
        return result

    @replaces_entry(handlers, "update")
    def update(
        stock: Mend, bucket: str, old: Untyped, properties: dict[str, Untyped], *more: Untyped
    ) -> Untyped:
        result = stock(bucket, old, properties, *more)
        _configure(bucket, properties)
        return result


def _configure(bucket: str, properties: dict[str, Untyped]) -> None:
    rules = (properties.get("LifecycleConfiguration") or {}).get("Rules") or []
    if rules:
        body = "".join(_rule(rule, number) for number, rule in enumerate(rules))
        document = f"<LifecycleConfiguration>{body}</LifecycleConfiguration>"
        s3._put_bucket_lifecycle(bucket, document.encode())


def _rule(rule: dict[str, Untyped], number: int) -> str:
    text = f"<ID>{escape(str(rule.get('Id', number)))}</ID>"
    text += f"<Filter><Prefix>{escape(rule.get('Prefix', ''))}</Prefix></Filter>"
    text += f"<Status>{rule['Status']}</Status>"
    if "ExpirationInDays" in rule:
        text += f"<Expiration><Days>{rule['ExpirationInDays']}</Days></Expiration>"
    if abort := rule.get("AbortIncompleteMultipartUpload"):
        days = f"<DaysAfterInitiation>{abort['DaysAfterInitiation']}</DaysAfterInitiation>"
        text += f"<AbortIncompleteMultipartUpload>{days}</AbortIncompleteMultipartUpload>"
    return f"<Rule>{text}</Rule>"
