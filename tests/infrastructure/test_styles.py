import io
import json
from pathlib import Path

import pytest
from PIL import Image

from infrastructure.styles import THUMBNAIL_WIDTH, read_styles, thumbnail

ENTRY = {
    "id": "wave",
    "title": "The Wave",
    "rights": "the project's own",
    "source": None,
    "picture": "wave.jpg",
    "stand_in": True,
    "offered": False,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "local").mkdir()
    (tmp_path / "catalogue.json").write_text(json.dumps({"styles": [ENTRY]}))
    Image.new("RGB", (960, 600), "navy").save(tmp_path / "pictures" / "wave.jpg")
    return tmp_path


def test_a_stand_in_is_deployed_as_one(folder: Path) -> None:
    (style,) = read_styles(folder)
    assert style.entry == ENTRY
    assert style.picture == folder / "pictures" / "wave.jpg"


def test_an_operators_picture_takes_the_stand_ins_place_with_its_credit(folder: Path) -> None:
    Image.new("RGB", (800, 800), "red").save(folder / "local" / "wave.jpg")
    credit = {"rights": "licensed", "source": "https://museum.example/wave"}
    (folder / "local" / "wave.json").write_text(json.dumps(credit))
    (style,) = read_styles(folder)
    assert style.entry == {**ENTRY, **credit, "stand_in": False, "offered": True}
    assert style.picture == folder / "local" / "wave.jpg"


def test_a_thumbnail_is_no_wider_than_the_page_shows_it(folder: Path) -> None:
    with Image.open(io.BytesIO(thumbnail(folder / "pictures" / "wave.jpg"))) as small:
        assert small.format == "JPEG"
        assert small.size == (THUMBNAIL_WIDTH, 300)


def test_the_projects_own_styles_can_be_deployed() -> None:
    styles = read_styles()
    assert len(styles) == 6
    assert all(style.picture.is_file() for style in styles)
