from hypothesis import given
from hypothesis import strategies as st

from gpu_task.painting.flow import motion_between
from gpu_task.painting.scenes import (
    KEPT_REFERENCES,
    is_cut,
    is_same_place,
    is_worth_keeping,
    references_after,
)
from tests.gpu_task.painting.builders import texture


def test_unlike_frames_are_a_cut() -> None:
    before, after = texture(1, 80, 80), texture(2, 80, 80)
    assert is_cut(before, after, motion_between(before, after))


def test_a_pan_is_no_cut() -> None:
    wide = texture(3, 80, 120)
    before, after = wide[:, 5:105], wide[:, :100]
    motion = motion_between(before, after)
    assert not is_cut(before, after, motion)
    assert is_same_place(motion)


@given(st.integers(1, 200))
def test_a_few_references_are_kept_and_the_first_frame_always(count: int) -> None:
    kept: tuple[int, ...] = ()
    for index in range(count):
        if is_worth_keeping(index, scene_frame=0):
            kept = references_after(kept, index)
    assert kept[0] == 0
    assert len(kept) <= KEPT_REFERENCES
    assert list(kept) == sorted(set(kept))
    assert count - kept[-1] <= 12
