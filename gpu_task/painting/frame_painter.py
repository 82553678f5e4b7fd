"""Paints one frame: from scratch, coarse to fine, or from the painted frame before it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from gpu_task.clip.model import Mask
from gpu_task.errors import PaintingFailed
from gpu_task.painting.colours import ColourMap
from gpu_task.painting.descent import Descent, Moments, Outcome, Task
from gpu_task.painting.flow import Motion, motion_between, unchanged
from gpu_task.painting.objective import Objective
from gpu_task.painting.pictures import Picture, Size, Weights, from_pixels, resized
from gpu_task.painting.prepared import Prepared
from gpu_task.painting.state import Reference, State, halved

_COARSEST = 56
_GAPS = 0.01
_UNDERPAINTED = 2


@dataclass(frozen=True, eq=False)
class Promise:
    """What earlier frames say about this one, believed where `trust` is 1."""

    picture: Picture
    trust: Weights

    def completed(self, other: "Promise") -> "Promise":
        """With `other` where nothing was known."""
        unknown = (1 - self.trust)[..., None]
        picture = self.picture + unknown * other.trust[..., None] * (other.picture - self.picture)
        return Promise(picture, np.maximum(self.trust, other.trust))

    def drawn_to(self, other: "Promise", share: float) -> "Promise":
        """Moved by `share` towards `other` where that is trusted."""
        share_here = np.where(self.trust > 0, share, 1.0) * other.trust
        picture = self.picture + share_here[..., None] * (other.picture - self.picture)
        return Promise(picture.astype(np.float32), np.maximum(self.trust, other.trust))


class FramePainter:
    """Paints frames of one size with one objective; keeps nothing but compiled graphs."""

    def __init__(
        self, objective: Objective, size: Size, effort: float, seed: int, colours: ColourMap
    ) -> None:
        self._objective, self._size, self._effort, self._seed = objective, size, effort, seed
        self._colours = colours
        self._descents: dict[Size, Descent] = {}

    def begin(self, frame: Prepared, scene: int) -> State:
        """The first frame of a scene, from nothing but the frame."""
        content = self._colours(from_pixels(frame.smooth))
        pace, picture = self._objective.pace, None
        sizes = self._pyramid()
        for level, size in enumerate(sizes):
            here = resized(content, size)
            start = here if picture is None else np.clip(resized(picture, size), -1, 1)
            if level >= len(sizes) - _UNDERPAINTED:
                start = self._objective.underpainted(start)
            task = Task(
                content=here,
                start=start,
                promised=start,
                trust=np.zeros(size, np.float32),
                free=np.ones(size, np.float32),
                moments=Moments.none(size, pace.joint),
                steps=self._steps(pace.first_steps),
                least_steps=pace.least_steps,
                rate=pace.first_rate,
                last_rate=pace.last_rate,
                tolerance=pace.tolerance / 4,
                seed=self._draw(frame.index, level),
            )
            outcome = self._descend(task, frame.index)
            picture = outcome.picture
        return _state(frame, outcome, frame.pixels, scene, frame.index)

    def follow(
        self,
        frame: Prepared,
        before: State,
        motion: Motion,
        references: Sequence[Reference] = (),
        closing: tuple[Reference, float] | None = None,
    ) -> State:
        """The next frame of a scene; `closing` is a frame to approach, and by which share."""
        untouched = unchanged(before.anchor, frame.pixels)
        if untouched.all():
            return State(
                frame.pixels,
                before.anchor,
                before.painted,
                before.moments,
                before.scene,
                before.scene_frame,
            )
        content = self._colours(from_pixels(frame.smooth))
        carried = motion.carry(before.painted)
        promise = Promise(carried, motion.trust)
        for reference in references:
            if float(((promise.trust < 1) & ~untouched).mean()) < _GAPS:
                break
            promise = promise.completed(_promised(reference, frame))
        if closing is not None:
            promise = promise.drawn_to(_promised(closing[0], frame), closing[1])
        start = self._started(promise, content)
        start = np.where(untouched[..., None], before.painted, np.clip(start, -1, 1))
        return self._finish(frame, before, motion, promise, start, content, untouched)

    def _started(self, promise: Promise, content: Picture) -> Picture:
        if float((promise.trust < 1).mean()) < _GAPS:
            return promise.picture
        fresh = self._objective.underpainted(content)
        trust = cv2.GaussianBlur(promise.trust, (0, 0), 1.0)[..., None]
        return np.asarray(trust * promise.picture + (1 - trust) * fresh, np.float32)

    def _finish(
        self,
        frame: Prepared,
        before: State,
        motion: Motion,
        promise: Promise,
        start: Picture,
        content: Picture,
        untouched: Mask,
    ) -> State:
        pace = self._objective.pace
        task = Task(
            content=content,
            start=start,
            promised=start,
            trust=promise.trust,
            free=(~untouched).astype(np.float32),
            moments=_carried(before.moments, motion),
            steps=self._steps(pace.next_steps),
            least_steps=pace.least_steps,
            rate=pace.next_rate,
            last_rate=pace.last_rate,
            tolerance=pace.tolerance,
            seed=self._draw(frame.index, 0),
        )
        outcome = self._descend(task, frame.index)
        anchor = np.where(untouched[..., None], before.anchor, frame.pixels)
        return _state(frame, outcome, anchor, before.scene, before.scene_frame)

    def _descend(self, task: Task, index: int) -> Outcome:
        size = task.content.shape[0], task.content.shape[1]
        if size not in self._descents:
            loss = self._objective.at(size)
            self._descents[size] = Descent(
                loss, self._objective.temporal, size, self._objective.pace
            )
        outcome = self._descents[size](task)
        if not np.isfinite(outcome.loss):
            raise PaintingFailed(f"The loss of frame {index + 1} is not a number.")
        return outcome

    def _pyramid(self) -> list[Size]:
        least = max(_COARSEST, self._objective.least_side)
        sizes = [self._size]
        ratio = self._objective.pace.ratio
        scale = 1 / ratio
        while min(self._size) * scale >= least and len(sizes) < 8:
            sizes.append((round(self._size[0] * scale), round(self._size[1] * scale)))
            scale /= ratio
        return sizes[::-1]

    def _steps(self, count: int) -> int:
        return max(1, round(count * self._effort))

    def _draw(self, index: int, level: int) -> int:
        return (self._seed * 7919 + index * 17 + level) % 2**31


def _promised(reference: Reference, frame: Prepared) -> Promise:
    motion = motion_between(reference.source, frame.pixels)
    return Promise(motion.carry(reference.painted), motion.trust)


def _carried(moments: Moments, motion: Motion) -> Moments:
    joint = moments.root.shape != moments.mean.shape
    root = moments.root if joint else np.maximum(motion.carry(moments.root), 0)
    return Moments(motion.carry(moments.mean), root, moments.steps)


def _state(
    frame: Prepared,
    outcome: Outcome,
    anchor: np.ndarray,
    scene: int,
    scene_frame: int,
) -> State:
    moments = outcome.moments
    return State(
        source=frame.pixels,
        anchor=np.asarray(anchor, np.uint8),
        painted=halved(outcome.picture),
        moments=Moments(halved(moments.mean), halved(moments.root), moments.steps),
        scene=scene,
        scene_frame=scene_frame,
    )
