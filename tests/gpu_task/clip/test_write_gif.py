"""GIFs keep count, delays, loop, size and transparency exactly, and colours as well as they can."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gpu_task.clip import ClipInfo, Frame, Frames, read_clip, write_gif
from gpu_task.clip.gif_writer import centiseconds
from tests.gpu_task.clip.clips import LOOPS, MadeFrames, info_of, opacity, psnr, small_frames

GIF_DELAYS = st.sampled_from((0, 10, 20, 30, 70, 100, 655_350))


def as_pillow_shows(path: Path) -> tuple[list[np.ndarray], list[int], int | None]:
    """RGBA frames, delays and loop count as an independent reader finds them."""
    with Image.open(path) as shown:
        frames, delays = [], []
        for position in range(getattr(shown, "n_frames", 1)):
            shown.seek(position)
            frames.append(np.asarray(shown.convert("RGBA")))
            delays.append(shown.info.get("duration", 0))
        return frames, delays, shown.info.get("loop")


@settings(max_examples=80, deadline=None)
@given(frames=small_frames(), loop=LOOPS, data=st.data())
def test_a_clip_of_few_colours_survives_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    frames: tuple[Frame, ...],
    loop: int | None,
    data: st.DataObject,
) -> None:
    path = tmp_path_factory.mktemp("gif") / "clip.gif"
    count = len(frames)
    delays = data.draw(st.lists(GIF_DELAYS, min_size=count, max_size=count))
    info = info_of(frames, delays, loop)
    write_gif(path, info, frames)
    shown, shown_delays, shown_loop = as_pillow_shows(path)
    assert (shown_delays, shown_loop) == (delays, loop)
    with read_clip(path) as clip:
        assert clip.info == info
        for given_frame, read_frame, seen in zip(frames, clip.frames, shown, strict=True):
            opaque = opacity(given_frame)
            np.testing.assert_array_equal(opacity(read_frame), opaque)
            np.testing.assert_array_equal(read_frame.rgb[opaque], given_frame.rgb[opaque])
            np.testing.assert_array_equal(seen[..., 3] == 255, opaque)
            np.testing.assert_array_equal(seen[opaque][:, :3], given_frame.rgb[opaque])


@pytest.mark.parametrize("see_through", [False, True])
def test_a_clip_of_many_colours_keeps_all_but_its_colours(
    tmp_path: Path, see_through: bool
) -> None:
    frames = MadeFrames(12, see_through=see_through)
    info = info_of(frames, [0, 10, 20, 500] * 3, None)
    write_gif(tmp_path / "clip.gif", info, frames)
    with read_clip(tmp_path / "clip.gif") as clip:
        assert clip.info == info
        for given_frame, read_frame in zip(frames, clip.frames, strict=True):
            opaque = opacity(given_frame)
            np.testing.assert_array_equal(opacity(read_frame), opaque)
            assert psnr(read_frame.rgb[opaque], given_frame.rgb[opaque]) > 27


def test_the_palette_is_far_better_than_a_web_palette(tmp_path: Path) -> None:
    frames = MadeFrames(6)
    write_gif(tmp_path / "clip.gif", info_of(frames), frames)
    with read_clip(tmp_path / "clip.gif") as clip:
        ours = np.mean([psnr(a.rgb, b.rgb) for a, b in zip(frames, clip.frames, strict=True)])
    web = np.mean([psnr(frame.rgb, in_web_colours(frame)) for frame in frames])
    assert ours > web + 6


def in_web_colours(frame: Frame) -> np.ndarray:
    web = Image.fromarray(frame.rgb).convert("P", palette=Image.Palette.WEB)
    return np.asarray(web.convert("RGB"))


def test_what_stands_still_is_the_same_in_every_frame(tmp_path: Path) -> None:
    frames = MadeFrames(10)
    write_gif(tmp_path / "clip.gif", info_of(frames), frames)
    with read_clip(tmp_path / "clip.gif") as clip:
        still = [frame.rgb[24:] for frame in clip.frames]
    for later in still[1:]:
        np.testing.assert_array_equal(later, still[0])


def test_what_stands_still_stays_through_a_change_of_palette(tmp_path: Path) -> None:
    still = MadeFrames(1)[0].rgb[24:]
    rng = np.random.default_rng(3)
    halves = [rng.integers(low, low + 60, (24 + 200, 64, 3), np.uint8) for low in (0, 180)]
    frames = [Frame(np.concatenate((half, still))) for half in halves]
    write_gif(tmp_path / "clip.gif", info_of(frames), frames)
    with read_clip(tmp_path / "clip.gif") as clip:
        np.testing.assert_array_equal(clip.frames[0].rgb[224:], clip.frames[1].rgb[224:])


def test_noise_below_what_is_seen_does_not_flicker(tmp_path: Path) -> None:
    still, rng = MadeFrames(1)[0].rgb // 2 + 20, np.random.default_rng(0)
    frames = [Frame(still + rng.integers(0, 3, still.shape, np.uint8)) for _ in range(6)]
    write_gif(tmp_path / "clip.gif", info_of(frames), frames)
    with read_clip(tmp_path / "clip.gif") as clip:
        for frame in clip.frames:
            np.testing.assert_array_equal(frame.rgb, clip.frames[0].rgb)


def test_every_scene_has_the_palette_of_its_own_colours(tmp_path: Path) -> None:
    ramp = np.arange(48 * 64, dtype=np.uint32).reshape(48, 64)
    red = np.dstack((ramp % 256, ramp // 256, ramp * 0)).astype(np.uint8)
    scenes = [Frame(np.roll(red, turn, axis=2)) for turn in range(3)]
    frames = [frame for frame in scenes for _ in range(2)]
    write_gif(tmp_path / "clip.gif", info_of(frames), frames)
    with read_clip(tmp_path / "clip.gif") as clip:
        for given_frame, read_frame in zip(frames, clip.frames, strict=True):
            assert psnr(given_frame.rgb, read_frame.rgb) > 32


@pytest.mark.parametrize("see_through", [False, True])
def test_a_file_is_kept_below_the_size_that_is_asked_for(tmp_path: Path, see_through: bool) -> None:
    frames = MadeFrames(40, see_through=see_through)
    info = info_of(frames)
    write_gif(tmp_path / "free.gif", info, frames)
    free = (tmp_path / "free.gif").stat().st_size
    write_gif(tmp_path / "bound.gif", info, frames, max_bytes=free // 2)
    assert (tmp_path / "bound.gif").stat().st_size <= free // 2
    with read_clip(tmp_path / "bound.gif") as clip:
        assert clip.info == info


def test_a_still_clip_costs_next_to_nothing_per_frame(tmp_path: Path) -> None:
    frame = MadeFrames(1)[0]
    sizes = []
    for count in (1, 101):
        write_gif(tmp_path / "clip.gif", info_of([frame] * count), [frame] * count)
        sizes.append((tmp_path / "clip.gif").stat().st_size)
    assert sizes[1] - sizes[0] < 100 * 40


@given(delays=st.lists(st.integers(0, 65_000).map(lambda tens: tens * 10)))
def test_delays_that_a_gif_can_state_are_stated_exactly(delays: list[int]) -> None:
    assert [10 * delay for delay in centiseconds(tuple(delays))] == delays


@given(delays=st.lists(st.integers(15, 5000), min_size=1))
def test_other_delays_are_rounded_without_drifting(delays: list[int]) -> None:
    shown = [10 * delay for delay in centiseconds((*delays, 33))]
    drift = np.cumsum(shown) - np.cumsum([*delays, 33])
    assert min(shown) >= 20
    assert drift.min() >= -5
    if min(delays) >= 25:
        assert drift.max() <= 5


def test_frames_that_do_not_fit_are_an_error_and_leave_no_file(tmp_path: Path) -> None:
    frames: Frames = MadeFrames(3)
    info = info_of(frames)
    wrong = [
        ClipInfo(64, 48, (10, 10), 0),
        ClipInfo(63, 48, info.delays, 0),
        ClipInfo(64, 48, (), 0),
    ]
    for other in wrong:
        with pytest.raises(ValueError, match="fit"):
            write_gif(tmp_path / "clip.gif", other, frames)
    with pytest.raises(ValueError, match="at most 65535 pixels"):
        write_gif(tmp_path / "clip.gif", ClipInfo(70_000, 1, (10,), 0), frames)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays_whole_when_writing_fails(tmp_path: Path) -> None:
    class Failing(MadeFrames):
        def _decode(self, position: int) -> Frame:
            if position == 2:
                raise RuntimeError("the painter was interrupted")
            return super()._decode(position)

    path = tmp_path / "clip.gif"
    path.write_bytes(b"before")
    with pytest.raises(RuntimeError, match="interrupted"):
        write_gif(path, info_of(MadeFrames(3)), Failing(3))
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_clip_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.gif", "two.gif"):
        write_gif(tmp_path / name, info_of(MadeFrames(4)), MadeFrames(4))
    assert (tmp_path / "one.gif").read_bytes() == (tmp_path / "two.gif").read_bytes()


def test_pillow_reads_a_clip_of_greys_as_it_was(tmp_path: Path) -> None:
    ramp = np.arange(255, dtype=np.uint8)
    frame = Frame(np.repeat(np.tile(ramp, (4, 1))[..., None], 3, axis=2))
    write_gif(tmp_path / "clip.gif", info_of([frame] * 2), [frame] * 2)
    shown, _, _ = as_pillow_shows(tmp_path / "clip.gif")
    np.testing.assert_array_equal(shown[1][..., :3], frame.rgb)
    assert BytesIO((tmp_path / "clip.gif").read_bytes()).read(6) == b"GIF89a"
