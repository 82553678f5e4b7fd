"""The catalogue as it is in the project, and how a style is found in it."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from gpu_task.errors import InvalidClip
from gpu_task.styles import Style, UnknownStyle, find_style, load_catalogue, resolve_style
from gpu_task.styles.catalogue import CATALOGUE, STORED_FIELDS
from gpu_task.styles.studio.paintings import PAINTINGS
from tests.gpu_task.styles.conftest import picture

STYLES = load_catalogue(local=None)
every_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)


def test_the_six_paintings_of_the_first_version_keep_their_places() -> None:
    assert [(style.id, style.title) for style in STYLES] == [
        ("scream", "The Scream"),
        ("composition-vii", "Composition VII"),
        ("composition-viii", "Composition VIII"),
        ("wheatstacks", "Wheatstacks (End of Summer)"),
        ("guernica", "Guernica"),
        ("starry-night", "The Starry Night"),
    ]


def test_guernica_alone_is_not_offered_because_it_is_under_copyright() -> None:
    assert [style.id for style in STYLES if not style.offered] == ["guernica"]
    guernica = find_style("guernica", STYLES)
    assert guernica.source is None
    assert "copyright" in guernica.rights


@every_style
def test_every_entry_has_every_field_and_no_other(style: Style) -> None:
    entries = json.loads(CATALOGUE.read_text("utf-8"))["styles"]
    entry = next(entry for entry in entries if entry["id"] == style.id)
    assert set(entry) == set(STORED_FIELDS)
    assert style.artist
    assert style.year
    assert style.rights
    assert style.stand_in
    assert style.picture == f"{style.id}.jpg"


@every_style
def test_every_address_is_https_at_wikimedia_commons_and_says_that_it_was_not_tried(
    style: Style,
) -> None:
    if style.source is None:
        return
    address = urlsplit(style.source)
    assert (address.scheme, address.hostname) == ("https", "commons.wikimedia.org")
    assert address.path.startswith("/wiki/Special:FilePath/")
    assert style.note is not None
    assert "not tried" in style.note


@every_style
def test_every_stand_in_is_a_picture_large_enough_to_paint_like_and_small_enough_to_keep(
    style: Style,
) -> None:
    with Image.open(style.path) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert max(image.size) >= 768
    assert style.path.stat().st_size <= 400 * 1024


def test_the_studio_paints_one_picture_for_each_style() -> None:
    assert {painting.id for painting in PAINTINGS} == {style.id for style in STYLES}


@pytest.mark.parametrize(
    "name", ["starry-night", "The Starry Night", "the starry night", " STARRY-NIGHT "]
)
def test_a_style_is_found_by_id_or_title_in_any_case(name: str) -> None:
    assert resolve_style(name).name == "starry-night.jpg"


def test_any_picture_file_is_a_style(tmp_path: Path) -> None:
    file = tmp_path / "my cat.png"
    file.write_bytes(picture(form="PNG"))
    assert resolve_style(file) == file
    assert resolve_style(str(file)) == file


def test_an_unknown_style_is_answered_with_the_list_of_styles() -> None:
    with pytest.raises(UnknownStyle) as caught:
        resolve_style("Mona Lisa")
    message = str(caught.value)
    assert "'Mona Lisa'" in message
    assert all(style.id in message and style.title in message for style in STYLES)
    assert "picture file" in message
    assert isinstance(caught.value, InvalidClip)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a picture at all", "no complete picture"),
        (b"", "no complete picture"),
        (picture()[:-900], "no complete picture"),
        (picture(30, 200), "30 by 200 pixels; 64"),
        (picture(form="BMP"), "JPEG, PNG"),
    ],
)
def test_a_file_that_cannot_be_painted_like_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "style.jpg"
    file.write_bytes(content)
    with pytest.raises(UnknownStyle, match=reason):
        resolve_style(file)


def test_a_decompression_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    bomb = bytearray(picture(form="GIF", mode="P"))
    bomb[6:10] = b"\xff\xff\xff\xff"
    file = tmp_path / "bomb.gif"
    file.write_bytes(bomb)
    with pytest.raises(UnknownStyle, match="cannot be used"):
        resolve_style(file)


def test_a_local_picture_takes_the_stand_ins_place(
    catalogue: Callable[..., Path], tmp_path: Path
) -> None:
    path = catalogue(evening={})
    local = tmp_path / "local"
    assert load_catalogue(path, local)[0].stand_in
    local.mkdir()
    (local / "evening.jpg").write_bytes(picture())
    (style,) = load_catalogue(path, local)
    assert style.path == local / "evening.jpg"
    assert not style.stand_in


def test_a_local_file_without_a_credit_does_not_make_a_protected_style_offered(
    catalogue: Callable[..., Path], tmp_path: Path
) -> None:
    path = catalogue(evening={"offered": False, "rights": "Under copyright"})
    (tmp_path / "evening.jpg").write_bytes(picture())
    (style,) = load_catalogue(path, tmp_path)
    assert not style.offered
    assert style.rights == "Under copyright"
