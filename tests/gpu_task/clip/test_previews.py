"""Poster, contact sheet and comparison show what was painted."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gpu_task.clip import Frame, read_clip, write_comparison, write_contact_sheet, write_poster
from tests.gpu_task.clip.clips import MadeFrames, info_of, opacity, psnr


def flat(level: int) -> Frame:
    return Frame(np.full((48, 64, 3), level, np.uint8))


@pytest.mark.parametrize(("name", "kind"), [("poster.png", "PNG"), ("poster.jpg", "JPEG")])
def test_the_poster_is_a_frame_like_most_others(tmp_path: Path, name: str, kind: str) -> None:
    frames = [flat(0), flat(140), flat(142), flat(141), flat(255)]
    write_poster(tmp_path / name, info_of(frames), frames)
    with Image.open(tmp_path / name) as poster:
        assert (poster.format, poster.size) == (kind, (64, 48))
        assert 139 <= np.asarray(poster.convert("RGB")).mean() <= 143


def test_a_png_poster_keeps_see_through_pixels(tmp_path: Path) -> None:
    frames = MadeFrames(1, see_through=True)
    write_poster(tmp_path / "poster.png", info_of(frames), frames)
    with read_clip(tmp_path / "poster.png") as poster:
        np.testing.assert_array_equal(opacity(poster.frames[0]), opacity(frames[0]))


@pytest.mark.parametrize(("count", "pairs"), [(1, 1), (2, 2), (30, 8)])
def test_a_contact_sheet_shows_pairs_from_first_to_last(
    tmp_path: Path, count: int, pairs: int
) -> None:
    source, painted = MadeFrames(count), [flat(level) for level in range(100, 100 + count)]
    write_contact_sheet(tmp_path / "sheet.png", source, painted)
    with Image.open(tmp_path / "sheet.png") as image:
        sheet = np.asarray(image)
    columns, rows = (2, -(-pairs // 2)) if pairs > 1 else (1, 1)
    assert sheet.shape == (rows * 56 + 8, columns * 138 + 8, 3)
    np.testing.assert_array_equal(sheet[8:56, 8:72], source[0].rgb)
    assert (sheet[8:56, 74:138] == 100).all()
    levels = {int(value) for value in np.unique(sheet[8::56, 74::138])}
    assert {100, 99 + count} <= levels


def test_large_frames_are_shown_smaller(tmp_path: Path) -> None:
    write_contact_sheet(tmp_path / "a.png", [Frame(np.zeros((500, 1000, 3), np.uint8))], [flat(9)])
    with Image.open(tmp_path / "a.png") as sheet:
        assert sheet.size == (2 * 320 + 2 + 16, 160 + 16)


def test_a_comparison_has_both_clips_and_the_same_timing(tmp_path: Path) -> None:
    source, painted = MadeFrames(4, see_through=True), [flat(level) for level in (10, 90, 170, 250)]
    info = info_of(source, [0, 40, 50, 1000], 3)
    write_comparison(tmp_path / "clip.gif", info, source, painted)
    with read_clip(tmp_path / "clip.gif") as clip:
        assert (clip.info.width, clip.info.height) == (2 * 64 + 2, 48)
        assert (clip.info.delays, clip.info.loop) == (info.delays, 3)
        assert not clip.info.transparent
        for position, frame in enumerate(clip.frames):
            opaque = opacity(source[position])
            assert psnr(frame.rgb[:, :64][opaque], source[position].rgb[opaque]) > 25
            assert np.abs(frame.rgb[:, 64:66].astype(int) - 255).max() <= 2
            assert abs(frame.rgb[:, 66:].mean() - painted[position].rgb.mean()) < 8


def test_a_painting_of_another_size_is_brought_to_the_source_s(tmp_path: Path) -> None:
    source, painted = MadeFrames(2), MadeFrames(2, 32, 24)
    write_comparison(tmp_path / "clip.gif", info_of(source), source, painted)
    with read_clip(tmp_path / "clip.gif") as clip:
        assert clip.frames[1].rgb.shape == (48, 130, 3)
