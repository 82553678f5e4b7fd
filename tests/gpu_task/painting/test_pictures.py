import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_task.clip.model import Frame
from gpu_task.painting.pictures import (
    from_pixels,
    luminance,
    recoloured,
    resized,
    smoothed,
    to_pixels,
    without_holes,
)
from tests.gpu_task.painting.builders import hole, texture


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_pixels_survive_the_way_to_floats_and_back(red: int, green: int, blue: int) -> None:
    pixels = np.array([[[red, green, blue]]], np.uint8)
    assert np.array_equal(to_pixels(from_pixels(pixels)), pixels)


def test_floats_outside_the_range_become_the_nearest_pixels() -> None:
    wild = np.array([[[-3.0, 0.0, 7.0]]], np.float32)
    assert to_pixels(wild).tolist() == [[[0, 128, 255]]]


def test_a_picture_at_its_own_size_is_not_touched() -> None:
    picture = from_pixels(texture(0))
    assert resized(picture, (picture.shape[0], picture.shape[1])) is picture


def test_recolouring_keeps_the_painted_light_and_the_colours_of_the_source() -> None:
    source = from_pixels(texture(1)) * 0.4
    painting = from_pixels(texture(2)) * 0.4
    mixed = recoloured(painting, source)
    assert luminance(mixed) == pytest.approx(luminance(painting), abs=1e-5)
    chroma = mixed - luminance(mixed)[..., None]
    assert chroma == pytest.approx(source - luminance(source)[..., None], abs=1e-5)


def test_what_lies_under_transparency_does_not_matter() -> None:
    opaque = hole()
    one, other = texture(3), texture(3)
    other[~opaque] = 255
    assert np.array_equal(without_holes(Frame(one, opaque)), without_holes(Frame(other, opaque)))


def test_a_frame_that_shows_nothing_is_grey() -> None:
    nothing = Frame(texture(4), np.zeros((40, 48), np.bool_))
    assert np.unique(without_holes(nothing)).tolist() == [128]


def test_smoothing_takes_grain_and_leaves_edges() -> None:
    halves = np.full((40, 40, 3), 60, np.uint8)
    halves[:, 20:] = 200
    grain = np.random.default_rng(0).integers(-8, 8, halves.shape)
    noisy = (halves + grain).astype(np.uint8)
    calm = smoothed(noisy).astype(int)
    assert calm[5:35, 3:15].std() < 0.5 * noisy[5:35, 3:15].std()
    assert abs(calm[20, 22:].mean() - calm[20, :18].mean()) > 130
