"""Splitting a clip that is too long for one machine at its scene cuts, and joining the parts."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from gpu_task.clip.model import Frame, Frames, Pixels
from gpu_task.errors import PaintingFailed
from gpu_task.painting.budget import LADDER, Cost, fits, plan_for
from gpu_task.painting.checkpoints import Checkpoints
from gpu_task.painting.flow import motion_between
from gpu_task.painting.ledger import Manifest, Plan, Span
from gpu_task.painting.objective import Objective
from gpu_task.painting.options import PaintingOptions
from gpu_task.painting.pictures import Size, without_holes
from gpu_task.painting.prepared import prepared
from gpu_task.painting.scenes import is_cut

_SIDE_LOOKED_AT = 192


@dataclass(frozen=True)
class Part:
    """A run of whole scenes that one machine paints, and the plan that all parts share."""

    span: Span
    plan: Plan


@dataclass(frozen=True)
class Share:
    """What of a clip to paint: all of it, one `part`, or what is left after joining `parts`."""

    part: Part | None = None
    parts: tuple[Span, ...] = ()


class TooLong(Exception):
    """The clip takes longer than one machine may; several can paint these parts at once."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        super().__init__(f"too long for one machine: {len(parts)} parts")
        self.parts = parts


def parts_for(
    options: PaintingOptions, cost: Cost, size: Size, frames: Frames, objective: Objective
) -> tuple[Part, ...]:
    """As few parts as keep to the time at the best quality; none where one machine can do it all.

    A clip without cuts cannot be split: a seam elsewhere would show.
    """
    minutes, count = options.minutes, len(frames)
    if minutes is None or fits(minutes, cost, LADDER[0], size, count, objective):
        return ()
    cuts = find_cuts(frames, size, objective.margin) if options.max_parts > 1 else ()
    if not cuts:
        return ()
    for most in range(2, options.max_parts + 1):
        spans = split_at(cuts, count, most)
        longest = max(len(span) for span in spans)
        if fits(minutes, cost, LADDER[0], size, longest, objective):
            break
    plan, _ = plan_for(minutes, cost, size, longest, objective)
    return tuple(Part(span, plan) for span in spans)


def find_cuts(frames: Frames, size: Size, margin: int) -> tuple[int, ...]:
    """The frames where painting at this size would begin anew: looked for small, then checked."""
    found = []
    before = _looked_at(frames[0])
    for index in range(1, len(frames)):
        present = _looked_at(frames[index])
        if _cuts(before, present):
            near = [prepared(frames[i], i, size, margin).pixels for i in (index - 1, index)]
            if _cuts(*near):
                found.append(index)
        before = present
    return tuple(found)


def split_at(cuts: Sequence[int], count: int, most: int) -> tuple[Span, ...]:
    """At most so many spans that begin at cuts, the longest of them as short as can be."""
    bounds = (0, *cuts, count)
    scenes = [Span(first, last) for first, last in pairwise(bounds)]
    limit = bisect_left(
        range(count + 1),
        True,
        lo=max(len(scene) for scene in scenes),
        key=lambda limit: len(_packed(scenes, limit)) <= most,
    )
    return tuple(_packed(scenes, limit))


def joined(checkpoints: Checkpoints, key: str, spans: Sequence[Span]) -> Manifest | None:
    """The manifest of the whole clip, from those of all its parts; None when there are no parts.

    Raises PaintingFailed when a part is missing, unfinished, or of another painting.
    """
    if not spans:
        return None
    parts = [_finished_part(checkpoints, key, span) for span in spans]
    return replace(
        parts[-1],
        span=Span(spans[0].first, spans[-1].last),
        sources=tuple(source for part in parts for source in part.sources),
        kept=tuple(kept for part in parts for kept in part.kept),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def _finished_part(checkpoints: Checkpoints, key: str, span: Span) -> Manifest:
    part = Manifest.load(checkpoints, key, span)
    if part is None or not part.complete:
        raise PaintingFailed(
            f"The part of the frames {span.first + 1} to {span.last} is not painted."
        )
    return part


def _cuts(earlier: Pixels, later: Pixels) -> bool:
    return is_cut(earlier, later, motion_between(earlier, later))


def _packed(scenes: Sequence[Span], limit: int) -> list[Span]:
    packed = [scenes[0]]
    for scene in scenes[1:]:
        if scene.last - packed[-1].first <= limit:
            packed[-1] = Span(packed[-1].first, scene.last)
        else:
            packed.append(scene)
    return packed


def _looked_at(frame: Frame) -> Pixels:
    pixels = without_holes(frame)
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE_LOOKED_AT / max(height, width))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
