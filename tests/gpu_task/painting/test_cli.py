from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gpu_task.cli import main
from gpu_task.clip import read_clip, write_gif
from tests.gpu_task.painting.builders import clip_of, moving_spot, painting


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    frames = moving_spot(3)
    write_gif(tmp_path / "clip.gif", clip_of(frames, loop=0), frames)
    return tmp_path / "clip.gif"


@pytest.fixture
def style(tmp_path: Path) -> Path:
    Image.fromarray(painting().rgb).save(tmp_path / "style.png")
    return tmp_path / "style.png"


def _stylize(clip: Path, style: Path | str, output: Path, *more: str) -> int:
    usual = ["stylize", str(clip), "--style", str(style), "--output", str(output)]
    return main([*usual, "--objective", "patches", *more])


def test_a_painted_clip_keeps_its_timing(
    clip: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _stylize(clip, style, tmp_path / "out.gif") == 0
    with read_clip(clip) as source, read_clip(tmp_path / "out.gif") as painted:
        assert painted.info == source.info
        assert not np.array_equal(painted.frames[0].rgb, source.frames[0].rgb)
    said = capsys.readouterr().err
    assert "painting: 3 of 3 frames" in said
    assert "Painted by patches" in said


def test_a_seed_gives_the_same_file_and_a_kept_folder_is_gone_on_from(
    clip: Path, style: Path, tmp_path: Path
) -> None:
    folder = str(tmp_path / "kept")
    for name in ("one.gif", "two.gif"):
        assert _stylize(clip, style, tmp_path / name, "--checkpoints", folder) == 0
    assert (tmp_path / "one.gif").read_bytes() == (tmp_path / "two.gif").read_bytes()
    assert (tmp_path / "kept" / "frames" / "00002.png").is_file()


def test_a_poster_is_written_by_its_suffix(clip: Path, style: Path, tmp_path: Path) -> None:
    assert _stylize(clip, style, tmp_path / "out.png") == 0
    with Image.open(tmp_path / "out.png") as poster:
        assert poster.size == (48, 40)


def test_an_unknown_suffix_is_wrong_usage(clip: Path, style: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        _stylize(clip, style, tmp_path / "out.bmp")
    assert stopped.value.code == 2


def test_a_missing_folder_is_wrong_usage_before_anything_is_painted(
    clip: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        _stylize(clip, style, tmp_path / "missing" / "out.gif")
    assert stopped.value.code == 2
    assert "missing is no folder" in capsys.readouterr().err


def test_an_unknown_style_is_said(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _stylize(clip, "no-such-painting", tmp_path / "out.gif") == 1
    assert "no-such-painting" in capsys.readouterr().err


def test_weights_must_be_as_many_as_styles(
    clip: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _stylize(clip, style, tmp_path / "out.gif", "--weights", "1,2") == 1
    assert "1 styles but 2 weights" in capsys.readouterr().err


def test_a_broken_clip_is_said_and_nothing_is_written(
    style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.gif"
    broken.write_bytes(b"GIF89a no more")
    assert _stylize(broken, style, tmp_path / "out.gif") == 1
    assert capsys.readouterr().err.startswith("gpu_task: ")
    assert not (tmp_path / "out.gif").exists()


def test_an_option_outside_its_range_is_said(
    clip: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _stylize(clip, style, tmp_path / "out.gif", "--strength", "3") == 1
    assert "strength is 3.0" in capsys.readouterr().err
