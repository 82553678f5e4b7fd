"""A clip that is too long for one machine: split at its cuts, painted in parts, joined."""

import numpy as np
import pytest

from gpu_task.clip.model import Frame
from gpu_task.errors import Interrupted, PaintingFailed
from gpu_task.painting import PaintingOptions, paint
from gpu_task.painting.budget import Cost
from gpu_task.painting.choice import make_objective
from gpu_task.painting.ledger import Plan, Span
from gpu_task.painting.parts import Part, Share, TooLong, find_cuts, parts_for, split_at
from gpu_task.painting.pictures import from_pixels
from tests.gpu_task.painting.builders import (
    HEIGHT,
    QUICK,
    WIDTH,
    MemoryCheckpoints,
    clip_of,
    moving_spot,
    painting,
    texture,
)

SIZE = HEIGHT, WIDTH
CUT = 4


def two_scenes() -> list[Frame]:
    dark = [Frame(frame.rgb // 3) for frame in moving_spot(3, seed=9)]
    return [*moving_spot(CUT), *dark]


def painted_part(frames: list[Frame], span: Span, store: MemoryCheckpoints) -> list[bytes]:
    part = Share(part=Part(span, Plan()))
    result = paint(clip_of(frames), frames, [painting()], QUICK, store, share=part)
    return [frame.rgb.tobytes() for frame in result.frames]


def test_cuts_are_found_where_another_scene_begins() -> None:
    assert find_cuts(two_scenes(), SIZE, margin=0) == (CUT,)
    assert find_cuts(moving_spot(6), SIZE, margin=0) == ()


@pytest.mark.parametrize(
    ("cuts", "count", "most", "spans"),
    [
        ((10, 20, 30), 40, 2, [(0, 20), (20, 40)]),
        ((10, 20, 30), 40, 4, [(0, 10), (10, 20), (20, 30), (30, 40)]),
        ((30,), 40, 8, [(0, 30), (30, 40)]),
        ((1, 2, 3), 100, 2, [(0, 3), (3, 100)]),
    ],
)
def test_parts_are_whole_scenes_and_the_longest_is_as_short_as_can_be(
    cuts: tuple[int, ...], count: int, most: int, spans: list[tuple[int, int]]
) -> None:
    assert [(span.first, span.last) for span in split_at(cuts, count, most)] == spans


def test_a_clip_is_split_only_when_one_machine_cannot_paint_it_at_its_best() -> None:
    frames = two_scenes()
    objective = make_objective("patches", [(from_pixels(texture(1)), 1.0)], QUICK)
    options = PaintingOptions(objective="patches", minutes=1, max_parts=4)
    quick, slow = Cost(1e-9), Cost(5e-3)
    assert parts_for(options, quick, SIZE, frames, objective) == ()
    spans = [part.span for part in parts_for(options, slow, SIZE, frames, objective)]
    assert spans == [Span(0, CUT), Span(CUT, 7)]
    assert parts_for(options, slow, SIZE, moving_spot(7), objective) == ()
    alone = PaintingOptions(objective="patches", minutes=1)
    assert parts_for(alone, slow, SIZE, frames, objective) == ()


def test_a_clip_that_is_too_long_says_how_it_can_be_split() -> None:
    frames = two_scenes()
    options = PaintingOptions(objective="patches", minutes=0.05, max_parts=2)
    with pytest.raises(TooLong) as too_long:
        paint(clip_of(frames), frames, [painting()], options, MemoryCheckpoints())
    assert [part.span for part in too_long.value.parts] == [Span(0, CUT), Span(CUT, 7)]
    assert len({part.plan for part in too_long.value.parts}) == 1


def test_parts_painted_apart_and_joined_are_the_clip_painted_at_once_up_to_the_cut() -> None:
    frames = two_scenes()
    whole = paint(clip_of(frames), frames, [painting()], QUICK, MemoryCheckpoints())
    spans = (Span(0, CUT), Span(CUT, len(frames)))
    stores = [MemoryCheckpoints() for _ in spans]
    for span, store in zip(spans, stores, strict=True):
        assert len(painted_part(frames, span, store)) == len(span)

    together = MemoryCheckpoints()
    for store in stores:
        assert not together.files.keys() & store.files.keys()
        together.files |= store.files
    share = Share(parts=spans)
    joined = paint(clip_of(frames), frames, [painting()], QUICK, together, share=share)

    assert len(joined.frames) == len(frames)
    for index in range(CUT):
        assert joined.frames[index].rgb.tobytes() == whole.frames[index].rgb.tobytes()
    assert _unlike(joined.frames[CUT].rgb, joined.frames[CUT - 1].rgb) > 10
    assert _unlike(joined.frames[CUT].rgb, whole.frames[CUT].rgb) < _unlike(
        joined.frames[CUT].rgb, joined.frames[CUT - 1].rgb
    )


def test_a_frame_that_comes_again_in_a_later_part_is_painted_once() -> None:
    frames = [*two_scenes(), two_scenes()[CUT]]
    store = MemoryCheckpoints()

    painted = painted_part(frames, Span(CUT, len(frames)), store)

    assert painted[-1] == painted[0]
    assert sum(name.startswith("frames/") for name in store.files) == len(painted) - 1


def test_a_part_that_was_stopped_goes_on_to_the_same_bytes() -> None:
    frames, span = two_scenes(), Span(CUT, 7)
    unbroken = painted_part(frames, span, MemoryCheckpoints())
    store, seen = MemoryCheckpoints(), [0]

    def follow(progress: object) -> None:
        seen[0] += 1

    with pytest.raises(Interrupted):
        paint(
            clip_of(frames),
            frames,
            [painting()],
            QUICK,
            store,
            on_progress=follow,
            should_stop=lambda: seen[0] > 1,
            share=Share(part=Part(span, Plan())),
        )
    assert painted_part(frames, span, store) == unbroken


def test_parts_that_are_not_all_there_are_not_joined() -> None:
    frames, store = two_scenes(), MemoryCheckpoints()
    painted_part(frames, Span(0, CUT), store)
    share = Share(parts=(Span(0, CUT), Span(CUT, 7)))
    with pytest.raises(PaintingFailed, match="frames 5 to 7 is not painted"):
        paint(clip_of(frames), frames, [painting()], QUICK, store, share=share)


def _unlike(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(np.float32) - other).mean())
