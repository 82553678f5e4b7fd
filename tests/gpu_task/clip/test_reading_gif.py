"""Any GIF is read as a viewer shows it, with its timing as the file states it."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from gpu_task.clip import Clip, Frame, Limits, read_clip
from tests.gpu_task.clip.clips import LOOPS, opacity
from tests.gpu_task.clip.raw_gif import Palette, RawGif, RawImage

PALETTES: tuple[Palette, ...] = (
    ((10, 20, 30), (200, 40, 60), (70, 180, 90), (20, 30, 240)),
    ((255, 255, 255), (0, 0, 0), (128, 0, 128), (5, 250, 250)),
)


@st.composite
def raw_images(draw: st.DrawFn, width: int, height: int) -> RawImage:
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    size = draw(st.integers(1, height - top)), draw(st.integers(1, width - left))
    return RawImage(
        draw(arrays(np.uint8, size, elements=st.integers(0, 3))),
        left,
        top,
        draw(st.sampled_from((0, 1, 2, 7, 100, 0xFFFF))),
        draw(st.integers(0, 3)),
        draw(st.one_of(st.none(), st.integers(0, 3))),
        draw(st.sampled_from((None, *PALETTES))),
        draw(st.booleans()),
    )


@st.composite
def raw_gifs(draw: st.DrawFn) -> RawGif:
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    images = draw(st.lists(raw_images(width, height), min_size=1, max_size=6))
    loop, background = draw(LOOPS), draw(st.integers(0, 3))
    return RawGif(width, height, tuple(images), draw(st.sampled_from(PALETTES)), loop, background)


def as_the_specification_says(gif: RawGif) -> list[np.ndarray]:
    """RGBA frames by the letter of GIF89a, with a see-through background where one is used."""
    backdrop = np.array([*gif.palette[gif.background], 255], np.uint8)

    def cleared(image: RawImage) -> np.ndarray:
        indices = (image.transparent_index, gif.images[0].transparent_index)
        return backdrop if indices == (None, None) else np.zeros(4, np.uint8)

    canvas = np.tile(cleared(gif.images[0]), (gif.height, gif.width, 1))
    shown = []
    for image in gif.images:
        before = canvas.copy()
        palette = image.palette or gif.palette
        for (row, column), index in np.ndenumerate(image.indices):
            if index != image.transparent_index:
                canvas[image.top + row, image.left + column] = (*palette[index], 255)
        shown.append(canvas.copy())
        if image.disposal == 3:
            canvas = before
        elif image.disposal == 2:
            height, width = image.indices.shape
            area = canvas[image.top : image.top + height, image.left : image.left + width]
            area[:] = cleared(image)
    return shown


def assert_shows(frame: Frame, rgba: np.ndarray) -> None:
    np.testing.assert_array_equal(opacity(frame), rgba[..., 3] == 255)
    np.testing.assert_array_equal(frame.rgb[opacity(frame)], rgba[rgba[..., 3] == 255][:, :3])


@settings(max_examples=120, deadline=None)
@given(gif=raw_gifs(), order=st.randoms(use_true_random=False))
def test_any_gif_is_composited_as_specified_in_whatever_order_it_is_asked_for(
    gif: RawGif, order: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("gif") / "clip.gif"
    path.write_bytes(gif.encoded())
    expected = as_the_specification_says(gif)
    with read_clip(path, Limits(seconds=1e4)) as clip:
        assert (clip.info.width, clip.info.height) == (gif.width, gif.height)
        assert clip.info.delays == tuple(10 * image.delay for image in gif.images)
        assert clip.info.loop == gif.loop
        assert clip.info.transparent == any((rgba[..., 3] == 0).any() for rgba in expected)
        positions = [*range(len(expected))] * 2
        order.shuffle(positions)
        for position in positions:
            assert_shows(clip.frames[position], expected[position])


def pixels(index: int, size: int = 4) -> np.ndarray:
    return np.full((size, size), index, np.uint8)


def read(tmp_path: Path, gif: RawGif) -> Clip:
    path = tmp_path / "clip"
    path.write_bytes(gif.encoded())
    return read_clip(path)


def test_a_gif_without_control_blocks_has_delays_of_zero(tmp_path: Path) -> None:
    images = (RawImage(pixels(1), controlled=False), RawImage(pixels(2), delay=5))
    with read(tmp_path, RawGif(4, 4, images)) as clip:
        assert clip.info.delays == (0, 50)


def test_a_first_image_larger_than_the_canvas_widens_it(tmp_path: Path) -> None:
    with read(tmp_path, RawGif(2, 3, (RawImage(pixels(1)),))) as clip:
        assert (clip.info.width, clip.info.height) == (4, 4)


def test_a_later_image_larger_than_the_canvas_is_cropped(tmp_path: Path) -> None:
    images = (RawImage(pixels(1, 2)), RawImage(pixels(2, 9), left=1, top=1))
    with read(tmp_path, RawGif(2, 2, images)) as clip:
        assert clip.frames[1].rgb.tolist() == [[[255, 0, 0]] * 2, [[255, 0, 0], [0, 255, 0]]]


def test_comments_and_unknown_extensions_are_passed_over(tmp_path: Path) -> None:
    data = RawGif(4, 4, (RawImage(pixels(1)),), loop=3).encoded()
    path = tmp_path / "clip"
    at = data.index(b"!\xf9")
    path.write_bytes(data[:at] + b"!\xfe\x05hello\0!\xff\x0bXMP DataXMP\x02<>\0" + data[at:])
    with read_clip(path) as clip:
        assert clip.info.loop == 3


def test_pillow_s_own_animations_are_read_pixel_by_pixel(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pictures = [Image.fromarray(rng.integers(0, 255, (20, 30, 3), np.uint8)) for _ in range(4)]
    path = tmp_path / "clip.gif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=[10, 0, 90, 200])
    with read_clip(path) as clip, Image.open(path) as shown:
        assert clip.info.delays == (10, 0, 90, 200)
        for position, frame in enumerate(clip.frames):
            shown.seek(position)
            np.testing.assert_array_equal(frame.rgb, np.asarray(shown.convert("RGB")))


def test_frames_can_be_sliced_and_counted_from_the_end(tmp_path: Path) -> None:
    images = tuple(RawImage(pixels(index)) for index in range(4))
    with read(tmp_path, RawGif(4, 4, images)) as clip:
        assert [frame.rgb[0, 0].tolist() for frame in clip.frames[1:3]] == [
            [255, 0, 0],
            [0, 255, 0],
        ]
        assert clip.frames[-1].rgb[0, 0].tolist() == [0, 0, 255]
        with pytest.raises(IndexError):
            clip.frames[4]


def test_a_frame_is_the_reader_s_own_copy(tmp_path: Path) -> None:
    with read(tmp_path, RawGif(4, 4, (RawImage(pixels(1)), RawImage(pixels(1))))) as clip:
        clip.frames[0].rgb[:] = 7
        assert (clip.frames[1].rgb == [255, 0, 0]).all()
