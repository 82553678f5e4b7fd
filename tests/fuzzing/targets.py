"""What the inputs are thrown at. Each takes the file or refuses it in the documented way.

Any other exception is a violation.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from chalicelib.errors import InvalidUpload
from chalicelib.inspection import inspect_clip, inspect_picture
from chalicelib.inspection.kinds import PICTURES, Kind
from gpu_task.clip import Limits as PainterLimits
from gpu_task.clip import read_clip
from gpu_task.errors import InvalidClip
from tests.chalicelib.builders import LIMITS

PAINTER_LIMITS = PainterLimits(LIMITS.pixels, LIMITS.frames, LIMITS.seconds)


@dataclass(frozen=True)
class Verdict:
    """Taken, or refused for a reason: the sentence that a visitor reads."""

    reason: str | None = None

    @property
    def taken(self) -> bool:
        return self.reason is None

    @property
    def kind_of_reason(self) -> str:
        """The sentence without what it says of this file in particular."""
        first = re.split(r"[;(]", self.reason or "")[0]
        return re.sub(r"(?<!MP)\d[\d.]*", "N", first).strip(" .")


@dataclass(frozen=True)
class Target:
    """What takes the files of some kinds; of some kinds only one in so many."""

    name: str
    run: Callable[[Path], Verdict]
    kinds: frozenset[Kind] = frozenset(Kind)
    one_in: Mapping[Kind, int] = field(default_factory=dict)

    def wants(self, kind: Kind, number: int) -> bool:
        return kind in self.kinds and number % self.one_in.get(kind, 1) == 0


def check(file: Path) -> Verdict:
    """What the function CheckUpload does with a clip."""
    try:
        facts = inspect_clip(file.read_bytes(), LIMITS)
    except InvalidUpload as refusal:
        return Verdict(_sentence(refusal))
    _assert(facts.frames <= LIMITS.frames and facts.seconds <= LIMITS.seconds, f"took {facts}")
    _assert(facts.width * facts.height <= LIMITS.pixels, f"took {facts}")
    _assert(facts.seconds >= 0 and facts.frames > 0, f"took {facts}")
    return Verdict()


def style_check(file: Path) -> Verdict:
    """What the function CheckUpload does with a style picture."""
    try:
        inspect_picture(file.read_bytes(), LIMITS)
    except InvalidUpload as refusal:
        return Verdict(_sentence(refusal))
    return Verdict()


def read(file: Path) -> Verdict:
    """What the painter does with a clip: all frames forwards, then back to the first one."""
    try:
        with read_clip(file, PAINTER_LIMITS) as clip:
            size = clip.info.height, clip.info.width
            _assert(len(clip.frames) == clip.info.frame_count, "has other frames than it says")
            _assert(size[0] * size[1] <= PAINTER_LIMITS.pixels, f"is {size}")
            for frame in chain(clip.frames, clip.frames[:1]):
                _assert(frame.rgb.shape[:2] == size, f"a frame is {frame.rgb.shape}, not {size}")
    except InvalidClip as refusal:
        return Verdict(_sentence(refusal))
    return Verdict()


def _sentence(refusal: Exception) -> str:
    said = str(refusal)
    _assert(said[:1].isupper() and said.endswith("."), f"refuses without a sentence: {said!r}")
    return said


def _assert(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


TARGETS = (
    Target("check", check),
    Target("style check", style_check, PICTURES),
    # It starts FFmpeg three times for a video, which takes its time.
    Target("reader", read, one_in={Kind.MP4: 10, Kind.WEBM: 10}),
)
