"""Paints a whole clip, frame after frame, saving what is needed to go on elsewhere."""

import time
from collections.abc import Iterator, Sequence

import tensorflow as tf

from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.errors import Interrupted, PaintingFailed
from gpu_task.painting.budget import measured_cost, note_on, plan_for, smaller
from gpu_task.painting.canvas import Canvas, size_at
from gpu_task.painting.checkpoints import Checkpoints
from gpu_task.painting.choice import choose_objective, make_objective
from gpu_task.painting.colours import colour_map
from gpu_task.painting.devices import prepare_tensorflow
from gpu_task.painting.flow import motion_between
from gpu_task.painting.frame_painter import FramePainter
from gpu_task.painting.journal import Journal
from gpu_task.painting.ledger import Manifest, Plan, Span
from gpu_task.painting.options import (
    OnProgress,
    Painted,
    PaintingOptions,
    Progress,
    ShouldStop,
    Style,
)
from gpu_task.painting.parts import Part, Share, TooLong, joined, parts_for
from gpu_task.painting.prepared import Prepared, prepared_frames
from gpu_task.painting.saving import Saver, saver
from gpu_task.painting.scenes import is_cut, is_same_place
from gpu_task.painting.state import Reference, State
from gpu_task.painting.subject import (
    check_size,
    colours_of,
    colours_seen,
    key_of,
    style_pictures,
)

_LONGEST_CLOSING = 8


def paint(
    info: ClipInfo,
    frames: Frames,
    styles: Sequence[Style],
    options: PaintingOptions,
    checkpoints: Checkpoints,
    on_progress: OnProgress = lambda progress: None,
    should_stop: ShouldStop = lambda: False,
    share: Share | None = None,
) -> Painted:
    """The clip painted in the manner of the styles, frame count, size and transparency kept.

    Goes on after the last frame that `checkpoints` holds of the same painting (same clip, styles
    and options), to the same bytes as if it had never stopped. With a `share` it paints one part of
    the clip only, or joins the parts that are painted. Raises TooLong when several machines should
    paint it, Interrupted after saving when `should_stop` says so, InvalidClip for what cannot be
    painted, PaintingFailed when a loss is not a number.
    """
    painter = _ClipPainter(info, frames, styles, options, checkpoints, share or Share())
    return painter.run(on_progress, should_stop)


class _ClipPainter:
    def __init__(
        self,
        info: ClipInfo,
        frames: Frames,
        styles: Sequence[Style],
        options: PaintingOptions,
        checkpoints: Checkpoints,
        share: Share,
    ) -> None:
        prepare_tensorflow()
        self._info, self._frames, self._options = info, frames, options
        name, self._why = choose_objective(options)
        seen = colours_seen(frames)
        pictures = style_pictures(styles, seen, options.keep_colours)
        self._objective = make_objective(name, pictures, options)
        check_size(info, self._objective.least_side)
        shift = self._objective.colour_share
        self._colours = colour_map(seen, colours_of(pictures), shift)
        key = key_of(info, frames[0], styles, options, name)
        span = share.part.span if share.part else Span(0, info.frame_count)
        manifest = (
            Manifest.load(checkpoints, key, span)
            or joined(checkpoints, key, share.parts)
            or self._planned(key, share.part)
        )
        self._journal = Journal(checkpoints, manifest)

    def run(self, on_progress: OnProgress, should_stop: ShouldStop) -> Painted:
        span, resumed = self._journal.manifest.span, self._journal.manifest.next
        started = time.monotonic()
        on_progress(Progress(resumed - span.first, len(span), "painting"))
        with saver() as saving:
            for index, finished in self._finished(saving, should_stop):
                each = (time.monotonic() - started) / (index + 1 - resumed)
                left, done = each * (span.last - index - 1), index + 1 - span.first
                on_progress(Progress(done, len(span), "painting", left, finished.rgb))
        notes = (self._why, *self._journal.manifest.notes)
        return Painted(self._info, self._journal.finished, self._objective.name, notes)

    def _planned(self, key: str, part: Part | None) -> Manifest:
        """Decided once and kept: another machine, faster or slower, must paint the same."""
        minutes, whole = self._options.minutes, Span(0, self._info.frame_count)
        if part is not None:
            note = note_on(part.plan, minutes)
            manifest = Manifest(key, part.span, part.plan)
        elif minutes is None:
            return Manifest(key, whole, Plan())
        else:
            size, cost = self._canvas(1.0).size, measured_cost(self._objective)
            if parts := parts_for(self._options, cost, size, self._frames, self._objective):
                raise TooLong(parts)
            plan, note = plan_for(minutes, cost, size, len(whole), self._objective)
            manifest = Manifest(key, whole, plan)
        return manifest if note is None else manifest.noted(note)

    def _finished(self, saving: Saver, should_stop: ShouldStop) -> Iterator[tuple[int, Frame]]:
        """Paints what is left; when memory is short, all that is left at the next size down."""
        while not self._journal.manifest.complete:
            manifest = self._journal.manifest
            canvas = self._canvas(manifest.plan.scale)
            painter = self._painter(canvas, manifest.plan)
            span = Span(manifest.next, manifest.span.last)
            coming = prepared_frames(self._frames, span, canvas.size, canvas.margin)
            try:
                for frame in coming:
                    if should_stop():
                        raise Interrupted(
                            f"Stopped after frame {frame.index} of {self._info.frame_count}."
                        )
                    yield frame.index, self._paint(painter, canvas, frame, saving)
            except tf.errors.ResourceExhaustedError:
                self._shrink(canvas)
            finally:
                coming.close()

    def _shrink(self, canvas: Canvas) -> None:
        manifest = self._journal.manifest
        plan = smaller(manifest.plan)
        if min(self._canvas(plan.scale).size) < self._objective.least_side:
            height, width = canvas.size
            raise PaintingFailed(f"Memory is too short to paint even at {width}x{height} pixels.")
        note = (
            f"Painted at {plan.scale:.0%} size from frame {manifest.next + 1} on "
            f"because memory was short."
        )
        self._journal.start_anew(plan, note)

    def _canvas(self, scale: float) -> Canvas:
        least = self._objective.least_side
        size = size_at(self._info, self._options.max_side, least, scale)
        shown = self._info.height, self._info.width
        return Canvas(shown, size, self._objective.margin, self._options.keep_colours)

    def _painter(self, canvas: Canvas, plan: Plan) -> FramePainter:
        seed = self._options.seed
        return FramePainter(self._objective, canvas.extended, plan.effort, seed, self._colours)

    def _paint(
        self, painter: FramePainter, canvas: Canvas, frame: Prepared, saving: Saver
    ) -> Frame:
        journal = self._journal
        if journal.state is not None and (again := journal.shown_again(frame, saving)):
            kept, finished = again
            state = canvas.with_again(frame, finished, journal.state)
            journal.repeat(frame, kept, state, saving)
            return finished
        state = self._next_state(painter, frame)
        finished = canvas.finished(frame, state)
        journal.add(frame, finished, state, saving)
        return finished

    def _next_state(self, painter: FramePainter, frame: Prepared) -> State:
        before, references = self._journal.state, self._journal.references
        if before is None:
            return painter.begin(frame, scene=0)
        motion = motion_between(before.source, frame.pixels)
        if not is_cut(before.source, frame.pixels, motion):
            return painter.follow(frame, before, motion, references, self._closing(frame.index))
        for reference in reversed(references):
            motion = motion_between(reference.source, frame.pixels)
            if is_same_place(motion):
                return painter.follow(frame, before.back_at(reference), motion)
        return painter.begin(frame, before.scene + 1)

    def _closing(self, index: int) -> tuple[Reference, float] | None:
        """A clip that plays on: its last frames approach its first one by equal parts."""
        count, first = self._info.frame_count, self._journal.first_frame
        left = count - index
        if self._info.loop is None or first is None:
            return None
        if left > min(_LONGEST_CLOSING, count // 3):
            return None
        return first, 1 / (left + 1)
