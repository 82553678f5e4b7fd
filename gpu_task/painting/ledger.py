"""The manifest of a painting in progress: what is finished, and where it is kept."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

import cv2
import numpy as np

from gpu_task.clip.model import Frame
from gpu_task.errors import PaintingFailed
from gpu_task.painting.checkpoints import Checkpoints


@dataclass(frozen=True)
class Plan:
    """What was decided once for the whole clip: the share of its size that is painted, and steps.

    `effort` multiplies the numbers of steps.
    """

    scale: float = 1.0
    effort: float = 1.0


@dataclass(frozen=True)
class Span:
    """The frames from `first` up to, but not with, `last`."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


@dataclass(frozen=True)
class Manifest:
    """`sources` names each finished frame by hash, `kept` the frame whose file shows it.

    Manifests of different spans of a clip, and what they name, can lie in one store.
    """

    key: str
    span: Span
    plan: Plan
    sources: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()
    references: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def next(self) -> int:
        """The frame to be painted next."""
        return self.span.first + len(self.sources)

    @property
    def complete(self) -> bool:
        return self.next >= self.span.last

    @property
    def name(self) -> str:
        return manifest_name(self.span)

    @property
    def state_name(self) -> str:
        """Alternates, so that a stop between saving the state and the manifest harms neither."""
        return f"state-{self.span.first:05}-{self.next % 2}.npz"

    def shown_by(self, digest: str) -> int | None:
        """The frame whose file shows a source frame that was painted before."""
        return self.kept[self.sources.index(digest)] if digest in self.sources else None

    def noted(self, note: str) -> "Manifest":
        return self if note in self.notes else replace(self, notes=(*self.notes, note))

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def load(cls, checkpoints: Checkpoints, key: str, span: Span) -> "Manifest | None":
        """The manifest of the same painting, None if there is none or it is another painting's."""
        data = checkpoints.load(manifest_name(span))
        if data is None:
            return None
        entries = json.loads(data)
        if entries["key"] != key:
            return None
        return cls(
            key=key,
            span=span,
            plan=Plan(**entries["plan"]),
            sources=tuple(entries["sources"]),
            kept=tuple(entries["kept"]),
            references=tuple(entries["references"]),
            notes=tuple(entries["notes"]),
        )


def digest(frame: Frame) -> str:
    """A name for a frame's pixels and transparency."""
    seen = hashlib.sha256(np.ascontiguousarray(frame.rgb).tobytes())
    if frame.opaque is not None:
        seen.update(np.packbits(frame.opaque).tobytes())
    return seen.hexdigest()[:24]


def manifest_name(span: Span) -> str:
    return f"manifest-{span.first:05}-{span.last:05}.json"


def frame_name(index: int) -> str:
    return f"frames/{index:05d}.png"


def reference_name(index: int) -> str:
    return f"references/{index:05d}.npz"


def frame_to_png(frame: Frame) -> bytes:
    """Lossless, with an alpha channel only if the frame has holes."""
    picture = cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR)
    if frame.opaque is not None:
        alpha = frame.opaque.astype(np.uint8)[..., None] * np.uint8(255)
        picture = np.concatenate([picture, alpha], axis=2)
    return cv2.imencode(".png", picture)[1].tobytes()


def frame_from_png(data: bytes) -> Frame:
    """The frame that `frame_to_png` wrote."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise PaintingFailed("A saved frame cannot be read back.")
    rgb = np.ascontiguousarray(picture[..., 2::-1], np.uint8)
    return Frame(rgb, picture[..., 3] > 0 if picture.shape[2] == 4 else None)
