"""`aws:ResourceTag` conditions on instances.

Stock: the tags of an instance are not known to the policy evaluation, so such a statement never
matches.
AWS: they are.
"""

from collections.abc import Iterator

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, tagging

from localcloud.mends.patching import Untyped


def apply() -> None:
    """Tell the policy evaluation the tags of instances."""
    if "ec2" in tagging._RESOURCE_TAG_COLLECTORS:
        raise RuntimeError("the emulator knows the tags of instances itself now")
    tagging._RESOURCE_TAG_COLLECTORS["ec2"] = _tags_by_arn


def _tags_by_arn() -> Iterator[tuple[str, list[dict[str, Untyped]]]]:
    for instance_id in list(ec2._instances.keys()):
        arn = f"arn:aws:ec2:{get_region()}:{get_account_id()}:instance/{instance_id}"
        yield arn, list(ec2._tags.get(instance_id) or [])
