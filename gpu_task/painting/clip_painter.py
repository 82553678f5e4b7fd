"""Paints a whole clip, frame after frame, saving what is needed to go on elsewhere."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.errors import Interrupted, PaintingFailed
from gpu_task.painting.budget import measured_cost, note_on, plan_for, smaller
from gpu_task.painting.checkpoints import Checkpoints
from gpu_task.painting.choice import choose_objective, make_objective
from gpu_task.painting.colours import colour_map
from gpu_task.painting.descent import Moments
from gpu_task.painting.devices import prepare_tensorflow
from gpu_task.painting.finished import FinishedFrames
from gpu_task.painting.flow import motion_between
from gpu_task.painting.frame_painter import FramePainter
from gpu_task.painting.ledger import (
    Manifest,
    Plan,
    Span,
    frame_name,
    frame_to_png,
    reference_name,
)
from gpu_task.painting.options import (
    OnProgress,
    Painted,
    PaintingOptions,
    Progress,
    ShouldStop,
    Style,
)
from gpu_task.painting.parts import Part, Share, TooLong, joined, parts_for
from gpu_task.painting.pictures import Size, from_pixels, recoloured, resized, to_pixels
from gpu_task.painting.prepared import Prepared, extended, prepared_frames
from gpu_task.painting.saving import Saver, saver
from gpu_task.painting.scenes import is_cut, is_same_place, is_worth_keeping, references_after
from gpu_task.painting.state import Reference, State, halved
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
        self._checkpoints = checkpoints
        name, self._why = choose_objective(options)
        pictures = style_pictures(styles, frames[0], options.keep_colours)
        self._objective = make_objective(name, pictures, options)
        check_size(info, self._objective.least_side)
        shift = self._objective.colour_share
        self._colours = colour_map(colours_seen(frames), colours_of(pictures), shift)
        self._state: State | None = None
        self._references: dict[int, Reference] = {}
        key = key_of(info, frames[0], styles, options, name)
        span = share.part.span if share.part else Span(0, info.frame_count)
        self._manifest = (
            Manifest.load(checkpoints, key, span)
            or joined(checkpoints, key, share.parts)
            or self._planned(key, share.part)
        )
        self._resume()

    def run(self, on_progress: OnProgress, should_stop: ShouldStop) -> Painted:
        span, resumed, started = self._manifest.span, self._manifest.next, time.monotonic()
        on_progress(Progress(resumed - span.first, len(span), "painting"))
        with saver() as saving:
            for index, finished in self._finished(saving, should_stop):
                each = (time.monotonic() - started) / (index + 1 - resumed)
                left, done = each * (span.last - index - 1), index + 1 - span.first
                on_progress(Progress(done, len(span), "painting", left, finished.rgb))
        notes = (self._why, *self._manifest.notes)
        painted = FinishedFrames(self._checkpoints, self._manifest.kept)
        return Painted(self._info, painted, self._objective.name, notes)

    def _planned(self, key: str, part: Part | None) -> Manifest:
        """Decided once and kept: another machine, faster or slower, must paint the same."""
        minutes, whole = self._options.minutes, Span(0, self._info.frame_count)
        if part is not None:
            note = note_on(part.plan, minutes)
            manifest = Manifest(key, part.span, part.plan)
        elif minutes is None:
            return Manifest(key, whole, Plan())
        else:
            size, cost = self._size_at(1.0), measured_cost(self._objective)
            if parts := parts_for(self._options, cost, size, self._frames, self._objective):
                raise TooLong(parts)
            plan, note = plan_for(minutes, cost, size, len(whole), self._objective)
            manifest = Manifest(key, whole, plan)
        return manifest if note is None else manifest.noted(note)

    def _resume(self) -> None:
        if not self._manifest.sources:
            self._checkpoints.save(self._manifest.name, self._manifest.to_bytes())
        if not self._manifest.sources or self._manifest.complete:
            return
        self._state = State.from_bytes(self._kept(self._manifest.state_name))
        for index in self._manifest.references:
            kept = self._kept(reference_name(index))
            self._references[index] = Reference.from_bytes(kept)

    def _kept(self, name: str) -> bytes:
        data = self._checkpoints.load(name)
        if data is None:
            raise PaintingFailed(f"The saved painting cannot be gone on from: {name} is missing.")
        return data

    def _finished(self, saving: Saver, should_stop: ShouldStop) -> Iterator[tuple[int, Frame]]:
        """Paints what is left; when memory is short, all that is left at the next size down."""
        while not self._manifest.complete:
            painter, margin = self._painter(), self._objective.margin
            span = Span(self._manifest.next, self._manifest.span.last)
            coming = prepared_frames(self._frames, span, self._size, margin)
            try:
                for frame in coming:
                    if should_stop():
                        raise Interrupted(
                            f"Stopped after frame {frame.index} of {self._info.frame_count}."
                        )
                    yield frame.index, self._paint(painter, frame, saving)
            except tf.errors.ResourceExhaustedError:
                self._shrink()
            finally:
                coming.close()

    def _shrink(self) -> None:
        plan = smaller(self._manifest.plan)
        if min(self._size_at(plan.scale)) < self._objective.least_side:
            height, width = self._size
            raise PaintingFailed(f"Memory is too short to paint even at {width}x{height} pixels.")
        manifest = replace(self._manifest, plan=plan, references=())
        self._manifest = manifest.noted(
            f"Painted at {plan.scale:.0%} size from frame {manifest.next + 1} on "
            f"because memory was short."
        )
        self._state, self._references = None, {}

    @property
    def _size(self) -> Size:
        return self._size_at(self._manifest.plan.scale)

    def _size_at(self, scale: float) -> Size:
        height, width = self._info.height, self._info.width
        scale *= min(1.0, self._options.max_side / max(height, width))
        return max(1, round(height * scale)), max(1, round(width * scale))

    def _painter(self) -> FramePainter:
        effort, seed = self._manifest.plan.effort, self._options.seed
        height, width = self._size
        margin = 2 * self._objective.margin
        canvas = height + margin, width + margin
        return FramePainter(self._objective, canvas, effort, seed, self._colours)

    def _paint(self, painter: FramePainter, frame: Prepared, saving: Saver) -> Frame:
        manifest, state = self._manifest, self._state
        shown = manifest.shown_by(frame.digest)
        if state is not None and shown is not None:
            saving.wait()
            finished = FinishedFrames(self._checkpoints, (shown,))[0]
            self._advance(frame, shown, self._shown_again(state, frame, finished), {}, saving)
            return finished
        state = self._next_state(painter, frame)
        finished = self._output(frame, state)
        files = {frame_name(frame.index): frame_to_png(finished)}
        if is_worth_keeping(frame.index, state.scene_frame):
            reference = Reference(state.source, state.painted, state.scene)
            self._remember(frame.index, reference)
            files[reference_name(frame.index)] = reference.to_bytes()
        self._advance(frame, frame.index, state, files, saving)
        return finished

    def _next_state(self, painter: FramePainter, frame: Prepared) -> State:
        before = self._state
        if before is None:
            return painter.begin(frame, scene=0)
        motion = motion_between(before.source, frame.pixels)
        if not is_cut(before.source, frame.pixels, motion):
            references = [self._references[i] for i in self._manifest.references]
            return painter.follow(frame, before, motion, references, self._closing(frame.index))
        for index in reversed(self._manifest.references):
            motion = motion_between(self._references[index].source, frame.pixels)
            if is_same_place(motion):
                return painter.follow(frame, _back_at(self._references[index], before), motion)
        return painter.begin(frame, before.scene + 1)

    def _closing(self, index: int) -> tuple[Reference, float] | None:
        """A clip that plays on: its last frames approach its first one by equal parts."""
        count = self._info.frame_count
        left = count - index
        if self._info.loop is None or 0 not in self._references:
            return None
        if left > min(_LONGEST_CLOSING, count // 3):
            return None
        return self._references[0], 1 / (left + 1)

    def _shown_again(self, state: State, frame: Prepared, finished: Frame) -> State:
        if np.array_equal(state.source, frame.pixels):
            return state
        shown = resized(from_pixels(finished.rgb), self._size)
        painted = halved(extended(shown, self._objective.margin))
        return replace(state, source=frame.pixels, anchor=frame.pixels, painted=painted)

    def _output(self, frame: Prepared, state: State) -> Frame:
        size = self._info.height, self._info.width
        painted = resized(self._cropped(state.painted), size)
        if self._options.keep_colours:
            anchor = from_pixels(self._cropped(state.anchor))
            painted = recoloured(painted, resized(anchor, size))
        return Frame(to_pixels(painted), frame.opaque)

    def _cropped(self, canvas: NDArray[Any]) -> NDArray[Any]:
        (height, width), margin = self._size, self._objective.margin
        return canvas[margin : margin + height, margin : margin + width]

    def _remember(self, index: int, reference: Reference) -> None:
        kept = references_after(self._manifest.references, index)
        known = {**self._references, index: reference}
        self._references = {i: known[i] for i in kept}
        self._manifest = replace(self._manifest, references=kept)

    def _advance(
        self, frame: Prepared, kept: int, state: State, files: dict[str, bytes], saving: Saver
    ) -> None:
        manifest = replace(
            self._manifest,
            sources=(*self._manifest.sources, frame.digest),
            kept=(*self._manifest.kept, kept),
        )
        self._state, self._manifest = state, manifest

        def save() -> None:
            for name, data in files.items():
                self._checkpoints.save(name, data)
            self._checkpoints.save(manifest.state_name, state.to_bytes())
            # Last: what the manifest names must be there.
            self._checkpoints.save(manifest.name, manifest.to_bytes())

        saving.save(save)


def _back_at(reference: Reference, before: State) -> State:
    size = before.source.shape[0], before.source.shape[1]
    joint = before.moments.root.shape != before.moments.mean.shape
    return replace(
        before,
        source=reference.source,
        anchor=reference.source,
        painted=reference.painted,
        moments=Moments.none(size, joint),
        scene=reference.scene,
    )
