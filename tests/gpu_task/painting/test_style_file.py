from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gpu_task.errors import InvalidClip
from gpu_task.painting import read_style
from tests.gpu_task.painting.builders import painting

_ORIENTATION, _ON_ITS_SIDE = 0x0112, 6


def test_a_photo_taken_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    picture = Image.fromarray(painting().rgb)
    exif = picture.getexif()
    exif[_ORIENTATION] = _ON_ITS_SIDE
    picture.save(tmp_path / "photo.png", exif=exif)
    turned = np.rot90(painting().rgb, k=-1)
    assert np.array_equal(read_style(tmp_path / "photo.png").rgb, turned)


def test_what_is_see_through_is_white_whatever_lies_under_it(tmp_path: Path) -> None:
    rgba = np.dstack((painting().rgb, np.full((96, 128), 255, np.uint8)))
    rgba[:40, :, 3] = 0
    Image.fromarray(rgba).save(tmp_path / "sticker.png")
    style = read_style(tmp_path / "sticker.png").rgb
    assert (style[:40] == 255).all()
    assert np.array_equal(style[40:], painting().rgb[40:])


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    Image.fromarray(painting().rgb).save(tmp_path / "whole.png")
    data = (tmp_path / "whole.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(data[: len(data) // 2])
    with pytest.raises(InvalidClip, match="style picture cannot be decoded"):
        read_style(tmp_path / "cut.png")
