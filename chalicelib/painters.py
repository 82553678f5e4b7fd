"""Painter records: what each machine is to paint and how far it is, the one row it can reach.

The key is what IAM calls `aws:userid` on that machine: the id of its role, a colon, its own id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chalicelib.items import Item, put_new, read_item
from chalicelib.jobs import Job

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


@dataclass(frozen=True)
class Part:
    """The frames from `first` up to `last` of a clip that several machines paint, and how."""

    first: int
    last: int
    scale: float
    effort: float

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Part":
        """A part as the workflow and the painters write it."""
        return cls(
            int(data["first"]), int(data["last"]), float(data["scale"]), float(data["effort"])
        )

    @property
    def name(self) -> str:
        """Unique among the parts of a job."""
        return str(self.first)


@dataclass(frozen=True)
class Progress:
    """How far a painting is: `frame` of `of` in a phase (reading, painting, encoding)."""

    frame: int
    of: int
    phase: str
    seconds_left: float | None = None


@dataclass(frozen=True)
class Painter:
    """What a painter tells of itself. `part` is None when all of the clip is its."""

    painter_id: str
    part: Part | None = None
    progress: Progress | None = None
    painted: bool = False
    notes: tuple[str, ...] = ()


class PainterStore:
    """The painters table of a stage."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    def assign(self, painter_id: str, job: Job, part: Part | None, joins: tuple[Part, ...]) -> None:
        """Records what the painter is to do. A record that is there already stays as it is."""
        item: dict[str, Any] = {
            "painter_id": painter_id,
            "job_id": job.job_id,
            "style": job.wishes.style,
            "strength": job.wishes.strength,
            "keep_colours": job.wishes.keep_colours,
            "joins": [_numbers(one) for one in joins],
            "expires_at": job.expires_at,
        }
        if part is not None:
            item["part"] = _numbers(part)
        put_new(self._table, item, "painter_id")

    def get(self, painter_id: str) -> Painter:
        """A painter without a record has told nothing yet."""
        item = read_item(self._table, {"painter_id": painter_id})
        if item is None:
            return Painter(painter_id)
        part, progress = item.get("part"), item.get("progress")
        return Painter(
            painter_id=painter_id,
            part=Part.read(part) if part else None,
            progress=_progress(progress) if progress else None,
            painted=bool(item.get("painted", False)),
            notes=tuple(str(note) for note in (item.get("notes") or ())),
        )

    def delete(self, painter_id: str) -> None:
        """The painter finds no record any more, and stops."""
        self._table.delete_item(Key={"painter_id": painter_id})


def progress_of(painters: Iterable[Painter], frames: int) -> Progress | None:
    """How far several painters of the parts of one clip are together."""
    furthest: dict[str, Progress] = {}
    for painter in painters:
        if painter.part is None or painter.progress is None:
            continue
        known = furthest.get(painter.part.name)
        if known is None or known.frame <= painter.progress.frame:
            furthest[painter.part.name] = painter.progress
    if not furthest:
        return None
    left = [p.seconds_left for p in furthest.values() if p.seconds_left is not None]
    done = sum(progress.frame for progress in furthest.values())
    return Progress(done, frames, "painting", max(left, default=None))


def _numbers(part: Part) -> dict[str, int | Decimal]:
    fields = asdict(part)
    return {k: v if isinstance(v, int) else Decimal(str(v)) for k, v in fields.items()}


def _progress(item: Item) -> Progress:
    left = item.get("seconds_left")
    return Progress(
        frame=int(item["frame"]),
        of=int(item["of"]),
        phase=str(item["phase"]),
        seconds_left=None if left is None else float(left),
    )
