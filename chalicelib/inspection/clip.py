"""The uploaded clip, whatever its kind.

Each kind is read twice: first its structure, which costs no more than its bytes, then, once that is
within the limits, its pixels. The pixels of a video stay undecoded: nothing here could decode them.
"""

from collections.abc import Callable

from chalicelib.inspection.gif import inspect_gif
from chalicelib.inspection.kinds import Kind, kind_of
from chalicelib.inspection.mp4 import inspect_mp4
from chalicelib.inspection.pictures import inspect_jpeg
from chalicelib.inspection.png import inspect_png
from chalicelib.inspection.refusals import damage_refused, wrong_kind
from chalicelib.inspection.rules import Rules, check_bytes
from chalicelib.inspection.webm import inspect_webm
from chalicelib.inspection.webp import inspect_webp
from chalicelib.jobs import ClipFacts
from chalicelib.limits import Limits

_INSPECTIONS: dict[Kind, Callable[[bytes, Rules], ClipFacts]] = {
    Kind.GIF: inspect_gif,
    Kind.PNG: inspect_png,
    Kind.JPEG: inspect_jpeg,
    Kind.WEBP: inspect_webp,
    Kind.MP4: inspect_mp4,
    Kind.WEBM: inspect_webm,
}


def inspect_clip(data: bytes, limits: Limits) -> ClipFacts:
    """Raises InvalidUpload with a reason that says what was found and what is allowed."""
    check_bytes(len(data), limits)
    kind = kind_of(data)
    if kind is None:
        raise wrong_kind()
    return inspect(data, kind, Rules(limits))


def inspect(data: bytes, kind: Kind, rules: Rules) -> ClipFacts:
    """What a file of this kind holds; raises InvalidUpload unless it is whole and by the rules."""
    with damage_refused():
        return _INSPECTIONS[kind](data, rules)
