"""The demo refuses what it cannot paint before it starts anything."""

from pathlib import Path

import pytest

from localcloud.demo.outputs import empty_folder
from localcloud.demo.request import DemoRequest, InvalidRequest

CLIP = Path(__file__).parents[3] / "localcloud/clips/harbour.gif"


def request(clip: Path = CLIP, style: str = "starry-night") -> DemoRequest:
    return DemoRequest(clip, style, "visitor@example.com", Path("demo"))


def test_a_style_is_an_id_or_a_picture_file(tmp_path: Path) -> None:
    picture = tmp_path / "mine.jpg"
    picture.write_bytes(b"picture")
    request().check()
    request(style=str(picture)).check()
    assert request().style_file is None
    assert request(style=str(picture)).style_file == picture


def test_a_missing_clip_is_named() -> None:
    with pytest.raises(InvalidRequest, match=r"there is no file nothing\.gif"):
        request(clip=Path("nothing.gif")).check()


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidRequest, match="'mona-lisa' is neither a file nor one of scream"):
        request(style="mona-lisa").check()


def test_a_style_that_is_not_offered_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="'guernica'"):
        request(style="guernica").check()


def test_only_what_a_demo_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "1-old.eml").write_text("old")
    (tmp_path / "painted.gif").write_text("old")
    (tmp_path / "holiday.jpg").write_text("precious")
    empty_folder(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["holiday.jpg", "mails"]
