"""What a painting works with."""

from dataclasses import dataclass
from pathlib import Path

from gpu_task.job.media import Media
from gpu_task.job.record import Assignment, PainterRecord
from gpu_task.job.settings import JobSettings
from gpu_task.job.watch import Watch


@dataclass(frozen=True)
class Workshop:
    """The assignment, and this instance's ways to the world."""

    assignment: Assignment
    settings: JobSettings
    media: Media
    record: PainterRecord
    watch: Watch
    folder: Path
