"""The visitor's own style picture."""

from PIL import ImageStat

from chalicelib.errors import InvalidUpload
from chalicelib.inspection.clip import inspect
from chalicelib.inspection.kinds import PICTURES, kind_of
from chalicelib.inspection.pictures import decoded, opened
from chalicelib.inspection.refusals import wrong_picture
from chalicelib.inspection.rules import Rules, check_bytes
from chalicelib.limits import Limits

_LEAST_DEVIATION = 1
"""Of 255 levels, in the liveliest channel: what the painter still takes for two colours."""


def inspect_picture(data: bytes, limits: Limits) -> None:
    """Raises InvalidUpload unless the data is one whole picture, fit to be a style."""
    check_bytes(len(data), limits)
    kind = kind_of(data)
    if kind is None or kind not in PICTURES:
        raise wrong_picture()
    inspect(data, kind, Rules(limits, "style picture"))
    with opened(data, kind) as picture:
        deviations = ImageStat.Stat(decoded(picture)).stddev
    if max(deviations) < _LEAST_DEVIATION:
        raise InvalidUpload("The style picture has one colour only; it needs at least two.")
