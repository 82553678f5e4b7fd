"""PNG, JPEG and WebP files, still and animated, are read as clips."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gpu_task.clip import read_clip
from tests.gpu_task.clip.clips import MadeFrames, psnr


@pytest.fixture
def picture() -> Image.Image:
    return Image.fromarray(MadeFrames(1, 40, 24)[0].rgb)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_still_picture_is_a_clip_of_one_frame(
    tmp_path: Path, picture: Image.Image, kind: str
) -> None:
    path = tmp_path / "picture"
    picture.save(path, kind, quality=95)
    with read_clip(path) as clip:
        assert (clip.info.width, clip.info.height) == (40, 24)
        assert (clip.info.delays, clip.info.loop, clip.info.transparent) == ((0,), None, False)
        assert psnr(clip.frames[0].rgb, np.asarray(picture)) > 25


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_turned_upright(tmp_path: Path, picture: Image.Image, orientation: int) -> None:
    turns = (
        None,
        Image.Transpose.FLIP_LEFT_RIGHT,
        Image.Transpose.ROTATE_180,
        Image.Transpose.FLIP_TOP_BOTTOM,
        Image.Transpose.TRANSPOSE,
        Image.Transpose.ROTATE_90,
        Image.Transpose.TRANSVERSE,
        Image.Transpose.ROTATE_270,
    )
    turn = turns[orientation - 1]
    stored = picture if turn is None else picture.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo"
    stored.save(path, "JPEG", quality=95, subsampling=0, exif=exif)
    with read_clip(path) as clip:
        assert (clip.info.width, clip.info.height) == picture.size
        assert psnr(clip.frames[0].rgb, np.asarray(picture)) > 25


def test_a_png_keeps_its_see_through_pixels(tmp_path: Path) -> None:
    rgba = np.zeros((2, 3, 4), np.uint8)
    rgba[0] = (200, 100, 50, 255)
    rgba[1] = (200, 100, 50, 0)
    rgba[1, 2, 3] = 200
    Image.fromarray(rgba).save(tmp_path / "clip.png")
    with read_clip(tmp_path / "clip.png") as clip:
        frame = clip.frames[0]
        assert clip.info.transparent
        assert frame.opaque is not None
        assert frame.opaque.tolist() == [[True, True, True], [False, False, True]]
        assert frame.rgb[0, 0].tolist() == [200, 100, 50]
        assert frame.rgb[1, 2].tolist() == [212, 133, 94]


def test_sixteen_bit_greys_are_scaled_and_not_clipped(tmp_path: Path) -> None:
    grey = np.array([[0, 0x7FFF, 0xFFFF]], np.uint16)
    Image.fromarray(grey).save(tmp_path / "clip.png")
    with read_clip(tmp_path / "clip.png") as clip:
        assert clip.frames[0].rgb[0, :, 0].tolist() == [0, 127, 255]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK"])
def test_every_mode_of_colour_becomes_rgb(tmp_path: Path, picture: Image.Image, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture.convert(mode).save(tmp_path / "clip", kind)
    with read_clip(tmp_path / "clip") as clip:
        assert clip.frames[0].rgb.shape == (24, 40, 3)


@pytest.mark.parametrize(("plays", "loop"), [(0, 0), (1, None), (2, 1), (9, 8)])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_keeps_its_timing(
    tmp_path: Path, picture: Image.Image, kind: str, plays: int, loop: int | None
) -> None:
    others = [picture.rotate(90), picture.rotate(180)]
    path = tmp_path / "clip"
    delays = [33, 200, 1234]
    picture.save(path, kind, save_all=True, append_images=others, duration=delays, loop=plays)
    with read_clip(path) as clip:
        assert clip.info.delays == tuple(delays)
        assert clip.info.loop == loop
        forth = [frame.rgb for frame in clip.frames]
        back = [clip.frames[position].rgb for position in (2, 1, 0)][::-1]
        np.testing.assert_array_equal(forth, back)
        assert all(
            psnr(a, np.asarray(b)) > 20 for a, b in zip(forth, [picture, *others], strict=True)
        )


def test_a_png_s_default_picture_is_no_frame(tmp_path: Path, picture: Image.Image) -> None:
    path = tmp_path / "clip.png"
    others = [picture.rotate(90), picture.rotate(180)]
    picture.save(path, save_all=True, append_images=others, duration=70, default_image=True)
    with read_clip(path) as clip:
        assert clip.info.delays == (70, 70)
        np.testing.assert_array_equal(clip.frames[0].rgb, np.asarray(others[0]))
