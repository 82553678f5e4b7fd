"""The clip that comes with the project is what its program draws, and suits the demonstration."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence

from localcloud.clips import harbour
from localcloud.clips.boats import fleet

_COMMITTED = Path(harbour.__file__).with_name("harbour.gif")


@dataclass(frozen=True)
class Seen:
    """A GIF as a viewer sees it: frames (number, rows, columns, 3), delays and the loop count."""

    frames: NDArray[np.uint8]
    delays: tuple[int, ...]
    loop: int | None


def _seen(path: Path) -> Seen:
    with Image.open(path) as image:
        loop = image.info.get("loop")
        frames, delays = [], []
        for frame in ImageSequence.Iterator(image):
            frames.append(np.asarray(frame.convert("RGB")))
            delays.append(int(frame.info["duration"]))
    return Seen(np.stack(frames), tuple(delays), loop)


@pytest.fixture(scope="module")
def clip() -> Seen:
    return _seen(_COMMITTED)


def _changes(frames: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Mean change from each frame to the next, at last from the last to the first."""
    following = np.roll(frames, -1, axis=0).astype(np.int16)
    change: NDArray[np.float64] = np.abs(following - frames).mean(axis=(1, 2, 3))
    return change


def test_the_committed_clip_is_what_the_program_draws(clip: Seen, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.gif"

    assert harbour.main([str(drawn)]) == 0

    again = _seen(drawn)
    assert again.delays == clip.delays
    assert again.loop == clip.loop
    np.testing.assert_array_equal(again.frames, clip.frames)


def test_the_program_asks_for_the_path_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert harbour.main([]) == 2
    assert "OUTPUT.gif" in capsys.readouterr().err


def test_the_clip_has_24_frames_of_256_by_192_and_loops_for_ever(clip: Seen) -> None:
    assert clip.frames.shape == (24, 192, 256, 3)
    assert set(clip.delays) == {80}
    assert clip.loop == 0


def test_the_clip_is_small_enough_to_keep_in_the_repository() -> None:
    assert _COMMITTED.stat().st_size <= 500_000


def test_the_loop_closes_without_a_jump(clip: Seen) -> None:
    *between, closing = _changes(clip.frames)
    assert closing <= max(between)


def test_every_frame_moves(clip: Seen) -> None:
    assert _changes(clip.frames).min() > 1.0


def test_at_least_a_third_of_the_pixels_stand_still(clip: Seen) -> None:
    still = (clip.frames == clip.frames[0]).all(axis=(0, 3))
    assert still.mean() >= 1 / 3


def test_the_lighthouse_stands_still(clip: Seen) -> None:
    tower = clip.frames[:, 60:116, 182:189]
    assert (tower == tower[0]).all()


def test_all_frames_share_at_most_256_colours(clip: Seen) -> None:
    assert len(np.unique(clip.frames.reshape(-1, 3), axis=0)) <= 256


def test_a_boat_in_full_view_sails_at_least_40_pixels_in_one_loop() -> None:
    first, last = fleet(0.0)[-2], fleet(1.0)[-2]
    assert 0 < first.column < last.column < 256
    assert last.column - first.column >= 40.0


def test_each_boat_ends_the_loop_where_the_one_before_it_began() -> None:
    leaders, followers = fleet(0.0)[:-1], fleet(1.0)[1:]
    for leader, follower in zip(leaders, followers, strict=True):
        assert follower.column == pytest.approx(leader.column)
        assert follower.waterline == pytest.approx(leader.waterline)
        assert follower.heel == pytest.approx(leader.heel)
