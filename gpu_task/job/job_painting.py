"""Paints the clip of a job from what lies in S3, and lays the finished files there."""

import dataclasses
import io
import time
import uuid
from pathlib import Path

from PIL import Image

from gpu_task.clip import read_clip, write_gif, write_mp4, write_poster, write_webp
from gpu_task.clip.model import Pixels
from gpu_task.job.record import Assignment
from gpu_task.job.workshop import Workshop
from gpu_task.painting import Painted, PaintingOptions, Progress, paint, read_style
from gpu_task.painting.ledger import Plan, Span
from gpu_task.painting.parts import Part, Share, TooLong
from gpu_task.painting.vgg16_weights import PUBLISHED_MD5

_SHOW_EVERY_SECONDS = 1.5
"""Progress and preview need not follow every frame of a fast painting."""


def paint_job(workshop: Workshop) -> dict[str, object]:
    """Returns the small summary that the workflow shows. Raises Interrupted or PaintingFailed.

    Of a part of a clip only the frames are kept. A clip that is too long for one machine is not
    painted: `parts` in the summary says how several can.
    """
    started = time.monotonic()
    workshop.record.show_progress(0, 0, "reading", None)
    clip_file = workshop.media.fetch_clip()
    style_file = workshop.media.fetch_style(workshop.assignment)
    with read_clip(clip_file, workshop.settings.limits) as clip:
        try:
            painted = paint(
                clip.info,
                clip.frames,
                [read_style(style_file)],
                _options(workshop),
                workshop.media,
                _Shown(workshop),
                workshop.watch.should_stop,
                _share(workshop.assignment),
            )
        except TooLong as too_long:
            return {"parts": [_as_json(part) for part in too_long.parts]}
        if workshop.assignment.part is None:
            workshop.record.show_progress(
                len(painted.frames), len(painted.frames), "encoding", None
            )
            _store(workshop, painted)
    workshop.record.finish(painted.notes)
    return {
        "frames": len(painted.frames),
        "objective": painted.objective,
        "seconds": round(time.monotonic() - started, 1),
        "notes": list(painted.notes),
        "parts": [],
    }


def _share(assignment: Assignment) -> Share:
    order = assignment.part
    return Share(
        part=Part(Span(order.first, order.last), Plan(order.scale, order.effort))
        if order
        else None,
        parts=tuple(Span(first, last) for first, last in assignment.joins),
    )


def _as_json(part: Part) -> dict[str, object]:
    return {
        "first": part.span.first,
        "last": part.span.last,
        "scale": part.plan.scale,
        "effort": part.plan.effort,
    }


def _options(workshop: Workshop) -> PaintingOptions:
    assignment = workshop.assignment
    options = PaintingOptions(
        objective=workshop.settings.objective,
        keep_colours=assignment.keep_colours,
        seed=uuid.UUID(assignment.job_id).int % 2**31,
        minutes=workshop.settings.painting_minutes,
        max_parts=workshop.settings.max_parts,
        vgg16_weights=_weights(workshop),
    )
    if assignment.strength is None:
        return options
    return dataclasses.replace(options, strength=assignment.strength)


def _weights(workshop: Workshop) -> Path | None:
    """The weights of VGG16, if the objective can use them and the artifacts have them."""
    if workshop.settings.objective == "patches":
        return None
    found = (workshop.media.fetch_artifact(f"weights/{name}") for name in PUBLISHED_MD5)
    return next((file for file in found if file is not None), None)


class _Shown:
    """Shows each finished frame: in the record, as a preview picture, to the watch."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._last = float("-inf")

    def __call__(self, progress: Progress) -> None:
        self._workshop.watch.progressed()
        if time.monotonic() - self._last < _SHOW_EVERY_SECONDS and progress.frame < progress.of:
            return
        self._last = time.monotonic()
        if progress.picture is not None:
            self._workshop.media.store_preview(_jpeg(progress.picture))
        self._workshop.record.show_progress(
            progress.frame, progress.of, progress.phase, progress.seconds_left
        )


def _store(workshop: Workshop, painted: Painted) -> None:
    """All files are whole on this machine before the first one is laid into the results."""
    files = []
    for name, write in (
        ("painted.gif", write_gif),
        ("painted.mp4", write_mp4),
        ("painted.webp", write_webp),
        ("poster.png", write_poster),
    ):
        target = workshop.folder / name
        write(target, painted.info, painted.frames)
        workshop.watch.progressed()
        files.append(target)
    for file in files:
        workshop.media.store_result(file)


def _jpeg(rgb: Pixels) -> bytes:
    data = io.BytesIO()
    Image.fromarray(rgb).save(data, "JPEG", quality=85)
    return data.getvalue()
