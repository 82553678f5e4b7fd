import numpy as np
import pytest

from gpu_task.painting.flow import motion_between, unchanged
from tests.gpu_task.painting.builders import texture


def test_a_pan_is_found_and_trusted() -> None:
    wide = texture(7, 80, 120)
    motion = motion_between(wide[:, 4:104], wide[:, :100])
    inner = motion.back[20:60, 20:80]
    assert inner[..., 0].mean() == pytest.approx(-4, abs=0.4)
    assert inner[..., 1].mean() == pytest.approx(0, abs=0.4)
    assert motion.trust[20:60, 20:80].mean() > 0.9


def test_a_carried_picture_follows_the_pan() -> None:
    wide = texture(7, 80, 120)
    motion = motion_between(wide[:, 4:104], wide[:, :100])
    carried = motion.carry(wide[:, 4:104].astype(np.float32))
    gap = np.abs(carried - wide[:, :100])[20:60, 20:80].mean()
    assert gap < 4


def test_frames_that_are_equal_stand_still_everywhere() -> None:
    frame = texture(8)
    motion = motion_between(frame, frame.copy())
    picture = np.random.default_rng(0).normal(size=(40, 48, 3)).astype(np.float32)
    assert motion.still.all()
    assert np.array_equal(motion.carry(picture), picture)


def test_still_pixels_are_carried_exactly_beside_moving_ones() -> None:
    before, after = texture(9), texture(9)
    after[10:20, 10:20] = 255
    picture = np.random.default_rng(0).normal(size=(40, 48, 3)).astype(np.float32)
    motion = motion_between(before, after)
    carried = motion.carry(picture)
    assert np.array_equal(carried[25:, 25:], picture[25:, 25:])


def test_what_was_never_seen_is_not_trusted() -> None:
    before, after = texture(10, 64, 64), texture(10, 64, 64)
    after[16:48, 16:48] = texture(11, 32, 32)
    assert motion_between(before, after).trust[20:44, 20:44].mean() < 0.3


def test_a_lone_unchanged_pixel_counts_as_changed() -> None:
    before = np.zeros((20, 20, 3), np.uint8)
    after = np.full_like(before, 90)
    after[10, 10] = 0
    assert not unchanged(before, after).any()
