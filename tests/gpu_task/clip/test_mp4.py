"""MP4 written and read: every frame keeps its own time."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpu_task.clip import ClipInfo, Frame, read_clip, write_mp4
from gpu_task.clip.ffmpeg import FfmpegError
from gpu_task.errors import InvalidClip
from tests.gpu_task.clip.clips import MadeFrames, info_of, psnr


@settings(max_examples=8, deadline=None)
@given(delays=st.lists(st.integers(1, 3000), min_size=1, max_size=12))
def test_every_delay_survives_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, delays: list[int]
) -> None:
    path = tmp_path_factory.mktemp("mp4") / "clip.mp4"
    frames = MadeFrames(len(delays), 32, 16)
    write_mp4(path, info_of(frames, delays), frames)
    with read_clip(path) as clip:
        assert clip.info.delays == tuple(delays)
        assert all(psnr(a.rgb, b.rgb) > 20 for a, b in zip(frames, clip.frames, strict=True))


def test_frames_that_look_alike_are_all_kept_and_a_delay_of_zero_is_shown_as_browsers_do(
    tmp_path: Path,
) -> None:
    frame = MadeFrames(1)[0]
    write_mp4(tmp_path / "a.mp4", ClipInfo(64, 48, (0, 50, 50), 0), [frame] * 3)
    with read_clip(tmp_path / "a.mp4") as clip:
        assert clip.info.delays == (100, 50, 50)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 5), (64, 33)])
def test_odd_sides_grow_by_a_repeated_row_or_column(
    tmp_path: Path, width: int, height: int
) -> None:
    frame = Frame(np.full((height, width, 3), (30, 160, 90), np.uint8))
    write_mp4(tmp_path / "a.mp4", ClipInfo(width, height, (40,), None), [frame])
    with read_clip(tmp_path / "a.mp4") as clip:
        assert (clip.info.width, clip.info.height) == (width + width % 2, height + height % 2)
        assert np.abs(clip.frames[0].rgb.astype(int) - (30, 160, 90)).max() < 12


def test_see_through_pixels_become_white(tmp_path: Path) -> None:
    frame = Frame(np.zeros((16, 16, 3), np.uint8), np.zeros((16, 16), np.bool_))
    write_mp4(tmp_path / "a.mp4", ClipInfo(16, 16, (40,), None, True), [frame])
    with read_clip(tmp_path / "a.mp4") as clip:
        assert clip.frames[0].rgb.min() > 245


def test_the_index_comes_before_the_pictures_so_that_playing_starts_at_once(
    tmp_path: Path,
) -> None:
    frames = MadeFrames(2)
    write_mp4(tmp_path / "a.mp4", info_of(frames), frames)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_any_frame_of_a_video_can_be_asked_for_in_any_order(tmp_path: Path) -> None:
    frames = MadeFrames(9)
    write_mp4(tmp_path / "a.mp4", info_of(frames), frames)
    with read_clip(tmp_path / "a.mp4") as clip:
        forth = [frame.rgb for frame in clip.frames]
        for position in (8, 0, 3, 4, 2, -1):
            np.testing.assert_array_equal(clip.frames[position].rgb, forth[position])


def made_by_ffmpeg(path: Path, source: str, *encoding: str) -> Path:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", source]
    subprocess.run([*command, *encoding, str(path)], check=True)
    return path


def test_a_webm_of_variable_rate_gives_each_frame_once(tmp_path: Path) -> None:
    source = "testsrc2=size=64x48:rate=10:duration=1,settb=1/1000,setpts=10*N*N"
    encoding = ["-fps_mode", "passthrough", "-enc_time_base", "1/1000", "-c:v", "libvpx"]
    with read_clip(made_by_ffmpeg(tmp_path / "a.webm", source, *encoding)) as clip:
        assert clip.info.delays[:-1] == tuple(10 * (2 * n + 1) for n in range(9))
        assert len({frame.rgb.tobytes() for frame in clip.frames}) == 10


def test_thirty_frames_a_second_do_not_drift(tmp_path: Path) -> None:
    source = "testsrc2=size=64x48:rate=30000/1001:duration=2"
    path = made_by_ffmpeg(tmp_path / "a.mp4", source, "-c:v", "libx264", "-pix_fmt", "yuv420p")
    with read_clip(path) as clip:
        assert set(clip.info.delays) == {33, 34}
        assert clip.info.seconds == pytest.approx(len(clip.frames) * 1001 / 30_000, abs=1e-3)


def test_a_video_that_was_filmed_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    path = made_by_ffmpeg(tmp_path / "flat.mp4", "testsrc2=size=64x48:duration=0.2")
    turned = tmp_path / "turned.mp4"
    turn = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-display_rotation", "90"]
    subprocess.run([*turn, "-i", str(path), "-c", "copy", str(turned)], check=True)
    with read_clip(path) as flat, read_clip(turned) as clip:
        assert (clip.info.width, clip.info.height) == (48, 64)
        assert psnr(clip.frames[2].rgb, np.rot90(flat.frames[2].rgb)) > 30


def test_a_file_of_sound_alone_is_refused(tmp_path: Path) -> None:
    path = made_by_ffmpeg(tmp_path / "a.mp4", "sine=duration=0.2")
    with pytest.raises(InvalidClip, match="no pictures, only sound"):
        read_clip(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
@pytest.mark.parametrize("live", ["0", "1"])
def test_a_webm_that_was_cut_off_is_refused(tmp_path: Path, share: float, live: str) -> None:
    path = made_by_ffmpeg(
        tmp_path / "a.webm", "testsrc2=size=64x48:duration=1", "-c:v", "libvpx", "-live", live
    )
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InvalidClip, match="cut off or damaged"):
        read_clip(path)


def test_a_playlist_in_disguise_opens_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x10ftyp#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")
    with pytest.raises(InvalidClip, match="cut off or damaged"):
        read_clip(path)


def test_a_failing_encoder_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpu_task.clip.mp4_writer._ENCODING", ["-c:v", "no-such-codec"])
    frames = MadeFrames(3)
    with pytest.raises(FfmpegError, match="ncoder"):
        write_mp4(tmp_path / "a.mp4", info_of(frames), frames)
    assert not list(tmp_path.iterdir())
