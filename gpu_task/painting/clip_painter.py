"""Paints a whole clip, frame after frame, saving what is needed to go on elsewhere."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gpu_task.clip.model import ClipInfo, Frame, Frames
from gpu_task.errors import Interrupted, InvalidClip
from gpu_task.painting.checkpoints import Checkpoints
from gpu_task.painting.choice import choose_objective, make_objective
from gpu_task.painting.colours import colour_map
from gpu_task.painting.finished import FinishedFrames
from gpu_task.painting.flow import motion_between
from gpu_task.painting.frame_painter import FramePainter
from gpu_task.painting.ledger import (
    MANIFEST,
    Manifest,
    Plan,
    digest,
    frame_from_png,
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
from gpu_task.painting.pictures import (
    Picture,
    Size,
    from_pixels,
    grey,
    recoloured,
    resized,
    to_pixels,
    without_holes,
)
from gpu_task.painting.prepared import Prepared, extended, prepared_frames
from gpu_task.painting.scenes import is_cut, is_same_place, is_worth_keeping, references_after
from gpu_task.painting.state import Reference, State

_VERSION = 1
_FRAMES_SEEN = 6


def paint(
    info: ClipInfo,
    frames: Frames,
    styles: Sequence[Style],
    options: PaintingOptions,
    checkpoints: Checkpoints,
    on_progress: OnProgress = lambda progress: None,
    should_stop: ShouldStop = lambda: False,
) -> Painted:
    """The clip painted in the manner of the styles, frame count, size and transparency kept.

    Goes on after the last frame that `checkpoints` holds of the same painting (same clip, styles
    and options), to the same bytes as if it had never stopped. Raises Interrupted after saving when
    `should_stop` says so, InvalidClip for what cannot be painted, PaintingFailed when a loss is not
    a number.
    """
    return _ClipPainter(info, frames, styles, options, checkpoints).run(on_progress, should_stop)


class _ClipPainter:
    def __init__(
        self,
        info: ClipInfo,
        frames: Frames,
        styles: Sequence[Style],
        options: PaintingOptions,
        checkpoints: Checkpoints,
    ) -> None:
        if not styles:
            raise InvalidClip("No style picture was given; it needs one or more.")
        self._info, self._frames, self._options = info, frames, options
        self._checkpoints = checkpoints
        name, self._why = choose_objective(options)
        pictures = _style_pictures(styles, frames[0], options.keep_colours)
        self._objective = make_objective(name, pictures, options)
        _check_size(info, self._objective.least_side)
        seen = _colours_seen(frames, info.frame_count)
        share = self._objective.colour_share
        self._colours = colour_map(seen, _colours_of(pictures), share)
        key = _key(info, frames[0], styles, options, name)
        self._manifest = Manifest.load(checkpoints, key) or Manifest(key, Plan())
        self._references: dict[int, Reference] = {}
        self._state: State | None = None

    def run(self, on_progress: OnProgress, should_stop: ShouldStop) -> Painted:
        count = self._info.frame_count
        self._load()
        painter = self._painter()
        started, first = time.monotonic(), self._manifest.done
        on_progress(Progress(first, count, "painting"))
        for frame in prepared_frames(self._frames, first, self._size, self._objective.margin):
            if should_stop():
                raise Interrupted(f"Stopped after frame {frame.index} of {count}.")
            picture = self._paint(painter, frame)
            each = (time.monotonic() - started) / (frame.index + 1 - first)
            left = each * (count - frame.index - 1)
            on_progress(Progress(frame.index + 1, count, "painting", left, picture.rgb))
        kept, notes = self._manifest.kept, (self._why, *self._manifest.notes)
        finished = FinishedFrames(self._checkpoints, kept)
        return Painted(self._info, finished, self._objective.name, notes)

    @property
    def _size(self) -> Size:
        longest = max(self._info.height, self._info.width)
        scale = min(1.0, self._options.max_side / longest) * self._manifest.plan.scale
        return max(1, round(self._info.height * scale)), max(1, round(self._info.width * scale))

    def _painter(self) -> FramePainter:
        effort, seed = self._manifest.plan.effort, self._options.seed
        margin = 2 * self._objective.margin
        canvas = self._size[0] + margin, self._size[1] + margin
        return FramePainter(self._objective, canvas, effort, seed, self._colours)

    def _load(self) -> None:
        data = self._checkpoints.load(self._manifest.state_name) if self._manifest.done else None
        if data is None:
            self._manifest = Manifest(self._manifest.key, self._manifest.plan)
            return
        self._state = State.from_bytes(data)
        for index in self._manifest.references:
            kept = self._checkpoints.load(reference_name(index))
            if kept is not None:
                self._references[index] = Reference.from_bytes(kept)

    def _paint(self, painter: FramePainter, frame: Prepared) -> Frame:
        if frame.digest in self._manifest.sources:
            return self._repeat(frame)
        state = self._next_state(painter, frame)
        finished = self._finish(frame, state)
        self._checkpoints.save(frame_name(frame.index), frame_to_png(finished))
        self._remember(frame.index, state)
        self._advance(frame, frame.index, state)
        return finished

    def _next_state(self, painter: FramePainter, frame: Prepared) -> State:
        before = self._state
        if before is None:
            return painter.begin(frame, scene=0)
        motion = motion_between(before.source, frame.pixels)
        if not is_cut(before.source, frame.pixels, motion):
            references = [self._references[i] for i in self._manifest.references]
            closing = self._closing(frame.index)
            return painter.follow(frame, before, motion, references, closing)
        for index in reversed(self._manifest.references):
            reference = self._references[index]
            motion = motion_between(reference.source, frame.pixels)
            if is_same_place(motion):
                return painter.follow(frame, _resumed(reference, before), motion)
        return painter.begin(frame, before.scene + 1)

    def _closing(self, index: int) -> tuple[Reference, float] | None:
        """A clip that plays for ever: its last frames approach its first one."""
        count = self._info.frame_count
        length = min(8, count // 3)
        left = count - index
        if self._info.loop is None or left > length or 0 not in self._references:
            return None
        return self._references[0], 1 / (left + 1)

    def _repeat(self, frame: Prepared) -> Frame:
        """A frame that was painted before is shown again; the state moves on only if it is new."""
        earlier = self._manifest.kept[self._manifest.sources.index(frame.digest)]
        data = self._checkpoints.load(frame_name(earlier))
        assert data is not None and self._state is not None  # noqa: S101, PT018
        finished = frame_from_png(data)
        state = self._state
        if not np.array_equal(state.source, frame.pixels):
            shown = from_pixels(finished.rgb)
            state = replace(
                state,
                source=frame.pixels,
                anchor=frame.pixels,
                painted=extended(resized(shown, self._size), self._objective.margin),
            )
        self._advance(frame, earlier, state)
        return finished

    def _finish(self, frame: Prepared, state: State) -> Frame:
        size = self._info.height, self._info.width
        painted = resized(self._cropped(state.painted), size)
        if self._options.keep_colours:
            anchor = from_pixels(self._cropped(state.anchor))
            painted = recoloured(painted, resized(anchor, size))
        return Frame(to_pixels(painted), frame.opaque)

    def _cropped(self, canvas: NDArray[Any]) -> NDArray[Any]:
        top = self._objective.margin
        return canvas[top : top + self._size[0], top : top + self._size[1]]

    def _remember(self, index: int, state: State) -> None:
        if not is_worth_keeping(index, state.scene_frame):
            return
        reference = Reference(state.source, state.painted, state.scene)
        self._checkpoints.save(reference_name(index), reference.to_bytes())
        kept = references_after(self._manifest.references, index)
        self._references = {i: r for i, r in self._references.items() if i in kept}
        self._references[index] = reference
        self._manifest = replace(self._manifest, references=kept)

    def _advance(self, frame: Prepared, kept: int, state: State) -> None:
        manifest = replace(
            self._manifest,
            sources=(*self._manifest.sources, frame.digest),
            kept=(*self._manifest.kept, kept),
        )
        self._checkpoints.save(manifest.state_name, state.to_bytes())
        self._checkpoints.save(MANIFEST, manifest.to_bytes())
        self._state, self._manifest = state, manifest


def _resumed(reference: Reference, before: State) -> State:
    return replace(
        before,
        source=reference.source,
        anchor=reference.source,
        painted=reference.painted,
        scene=reference.scene,
    )


def _style_pictures(
    styles: Sequence[Style], first: Frame, keep_colours: bool
) -> list[tuple[Picture, float]]:
    total = sum(style.weight for style in styles)
    pictures = [from_pixels(style.rgb) for style in styles]
    if keep_colours:
        pictures = [_with_luminance_of(picture, from_pixels(first.rgb)) for picture in pictures]
    return [(p, s.weight / total) for p, s in zip(pictures, styles, strict=True)]


def _with_luminance_of(style: Picture, source: Picture) -> Picture:
    plain, wanted = grey(style), grey(source)
    moved = (plain - plain.mean()) / (plain.std() + 1e-3) * wanted.std() + wanted.mean()
    return np.asarray(np.clip(moved, -1, 1), np.float32)


def _colours_of(pictures: Sequence[tuple[Picture, float]]) -> NDArray[np.float32]:
    """(n, 3): colours drawn evenly from each picture, in number by its share."""
    drawn = []
    for picture, share in pictures:
        flat = picture.reshape(-1, 3)
        places = np.linspace(0, len(flat) - 1, max(2, round(20000 * share))).astype(np.int64)
        drawn.append(flat[places])
    return np.concatenate(drawn)


def _colours_seen(frames: Frames, count: int) -> NDArray[np.float32]:
    """(n, 3): colours of a few frames, so that one map of colours serves the whole clip."""
    chosen = sorted({round(place) for place in np.linspace(0, count - 1, _FRAMES_SEEN)})
    seen = [without_holes(frames[index]).reshape(-1, 3) for index in chosen]
    return np.concatenate([from_pixels(pixels[:: max(1, len(pixels) // 5000)]) for pixels in seen])


def _check_size(info: ClipInfo, least: int) -> None:
    if min(info.width, info.height) < least:
        raise InvalidClip(
            f"The clip is {info.width}x{info.height} pixels but must be at least {least}x{least}."
        )


def _key(
    info: ClipInfo,
    first: Frame,
    styles: Sequence[Style],
    options: PaintingOptions,
    name: str,
) -> str:
    """What the painting depends on: saved frames of another painting must not be gone on from."""
    chosen = {**asdict(options), "vgg16_weights": None}
    facts = [_VERSION, asdict(info), chosen, name]
    seen = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    seen.update(digest(first).encode())
    for style in styles:
        seen.update(style.rgb.tobytes())
        seen.update(str(style.weight).encode())
    return seen.hexdigest()
