"""Animated WebP keeps count, every millisecond, loop, size and transparency."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gpu_task.clip import ClipInfo, Frame, read_clip, write_webp
from tests.gpu_task.clip.clips import LOOPS, MadeFrames, info_of, opacity, psnr, small_frames


@settings(max_examples=40, deadline=None)
@given(frames=small_frames(), loop=LOOPS, data=st.data())
def test_a_clip_of_few_colours_survives_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory,
    frames: tuple[Frame, ...],
    loop: int | None,
    data: st.DataObject,
) -> None:
    path = tmp_path_factory.mktemp("webp") / "clip.webp"
    count = len(frames)
    delays = data.draw(st.lists(st.integers(0, 5000), min_size=count, max_size=count))
    info = info_of(frames, delays, loop and min(loop, 65_534))
    write_webp(path, info, frames)
    with read_clip(path) as clip:
        assert clip.info == info
        for given_frame, read_frame in zip(frames, clip.frames, strict=True):
            opaque = opacity(given_frame)
            np.testing.assert_array_equal(opacity(read_frame), opaque)
            difference = read_frame.rgb[opaque].astype(int) - given_frame.rgb[opaque]
            assert np.abs(difference).max(initial=0) <= 2


def test_pillow_counts_frames_that_look_alike(tmp_path: Path) -> None:
    frames = [MadeFrames(1)[0]] * 5
    write_webp(tmp_path / "clip.webp", info_of(frames, [40, 40, 50, 60, 0]), frames)
    with Image.open(tmp_path / "clip.webp") as shown:
        durations = []
        for position in range(getattr(shown, "n_frames", 1)):
            shown.seek(position)
            shown.load()
            durations.append(shown.info["duration"])
    assert durations == [40, 40, 50, 60, 0]


@pytest.mark.parametrize("see_through", [False, True])
def test_what_stands_still_is_the_same_in_every_frame(tmp_path: Path, see_through: bool) -> None:
    frames = MadeFrames(6, see_through=see_through)
    write_webp(tmp_path / "clip.webp", info_of(frames), frames)
    with read_clip(tmp_path / "clip.webp") as clip:
        first = clip.frames[0].rgb
        for given_frame, read_frame in zip(frames, clip.frames, strict=True):
            opaque = opacity(given_frame)
            np.testing.assert_array_equal(opacity(read_frame), opaque)
            assert psnr(given_frame.rgb[opaque], read_frame.rgb[opaque]) > 22
            if not see_through:
                np.testing.assert_array_equal(read_frame.rgb[24:], first[24:])


def test_what_no_webp_can_hold_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    frames = MadeFrames(2)
    with pytest.raises(ValueError, match="at most 16383 pixels"):
        write_webp(tmp_path / "clip.webp", ClipInfo(20_000, 1, (10,), 0), frames)
    with pytest.raises(ValueError, match="fit"):
        write_webp(tmp_path / "clip.webp", ClipInfo(64, 48, (10,), 0), frames)
    assert not list(tmp_path.iterdir())
