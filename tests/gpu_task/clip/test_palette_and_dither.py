"""Palettes err least and dithering keeps mean colours, pixel by pixel."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gpu_task.clip import Frame
from gpu_task.clip.blue_noise import blue_noise, thresholds
from gpu_task.clip.dither import ExactQuantiser, PatternQuantiser
from gpu_task.clip.palette import MOST_COLOURS, ColourCount, nearest_colour, packed, unpacked
from gpu_task.clip.scenes import find_scenes
from tests.gpu_task.clip.clips import MadeFrames


def palette_of(*frames: Frame) -> np.ndarray:
    counted = ColourCount()
    for frame in frames:
        counted.add(frame)
    return counted.palette()


def test_the_matrix_holds_every_threshold_once_and_tiles() -> None:
    matrix = blue_noise()
    np.testing.assert_array_equal(np.sort(matrix, axis=None), np.arange(4096) / 4096)
    np.testing.assert_array_equal(thresholds(70, 130)[64:, 128:], matrix[:6, :2])


def test_the_matrix_has_no_coarse_structure() -> None:
    spectrum = np.abs(np.fft.fft2(blue_noise() - blue_noise().mean())) ** 2
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(64), np.fft.fftfreq(64)))
    low = spectrum[(frequency > 0) & (frequency < 0.1)].mean()
    assert low < spectrum[frequency > 0.3].mean() / 50


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=MOST_COLOURS))
def test_few_colours_are_all_in_the_palette(colours: list[tuple[int, int, int]]) -> None:
    frame = Frame(np.array([colours], np.uint8))
    counted = ColourCount()
    counted.add(frame)
    assert counted.is_exact
    palette = counted.palette()
    found = ExactQuantiser(palette).indices(frame.rgb[0], np.zeros(len(colours), np.float32))
    np.testing.assert_array_equal(palette[found], frame.rgb[0])


def test_a_palette_of_many_colours_beats_median_cut() -> None:
    frame = MadeFrames(1, 200, 160)[0]
    palette = palette_of(frame).astype(np.float32)
    flat = frame.rgb.reshape(-1, 3).astype(np.float32)
    ours = ((palette[nearest_colour(flat, palette)] - flat) ** 2).mean()
    cut = Image.fromarray(frame.rgb).quantize(MOST_COLOURS, dither=Image.Dither.NONE)
    theirs = ((np.asarray(cut.convert("RGB")).reshape(-1, 3) - flat) ** 2).mean()
    assert len(palette) <= MOST_COLOURS
    assert ours < 0.8 * theirs


def test_see_through_pixels_cost_no_palette_entry() -> None:
    rgb = np.array([[[1, 2, 3], [200, 100, 50]]], np.uint8)
    frame = Frame(rgb, np.array([[True, False]]))
    assert palette_of(frame).tolist() == [[1, 2, 3]]


@given(st.integers(0, 2**24 - 1), st.sampled_from((3, 6, 8)))
def test_packed_colours_are_unpacked_to_their_highest_bits(number: int, bits: int) -> None:
    colour = np.array([[number >> 16, number >> 8 & 255, number & 255]], np.uint8)
    np.testing.assert_array_equal(unpacked(packed(colour, bits), bits), colour >> (8 - bits))


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[st.integers(40, 215)] * 3))
def test_a_flat_area_keeps_its_mean_colour(colour: tuple[int, int, int]) -> None:
    levels = np.array([0, 85, 170, 255], np.uint8)
    palette = np.stack(np.meshgrid(levels, levels, levels), -1).reshape(-1, 3)
    area = np.full((4096, 3), colour, np.uint8)
    found = PatternQuantiser(palette).indices(area, blue_noise().ravel())
    nearest = np.abs(palette[found[:1]].astype(int) - colour).max()
    assert np.abs(palette[found].mean(0) - colour).max() <= max(26, nearest)


def test_the_same_colour_in_the_same_place_is_always_the_same_index() -> None:
    frame, quantiser = MadeFrames(1)[0], PatternQuantiser(palette_of(*MadeFrames(2)))
    flat, where = frame.rgb.reshape(-1, 3), thresholds(48, 64).ravel()
    whole = quantiser.indices(flat, where)
    some = np.random.default_rng(0).permutation(len(flat))[:500]
    np.testing.assert_array_equal(quantiser.indices(flat[some], where[some]), whole[some])


def test_a_scene_ends_where_the_colours_change_and_not_where_things_move() -> None:
    moving = list(MadeFrames(6))
    dark = [Frame(frame.rgb // 4) for frame in moving]
    scenes = find_scenes([*moving, *dark, *moving])
    assert [scene.start for scene in scenes.scenes] == [0, 6, 12]
    assert [scenes.at(position) for position in (0, 5, 6, 17)] == [
        scenes.scenes[number] for number in (0, 0, 1, 2)
    ]
