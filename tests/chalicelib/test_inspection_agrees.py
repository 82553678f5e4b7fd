"""The check before and the reading at the painter come to the same verdict on the same file.

What only the painter refuses has been paid for; what only the check refuses could have been
painted.
"""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.errors import InvalidUpload
from chalicelib.inspection import inspect_clip, inspect_picture
from chalicelib.inspection.rules import LEAST_SIDE
from chalicelib.jobs import ClipFacts
from gpu_task.clip import ClipInfo, Frames, read_clip, write_gif, write_mp4, write_webp
from gpu_task.clip import Limits as PainterLimits
from gpu_task.errors import InvalidClip
from gpu_task.painting import Style
from gpu_task.painting.patches import PatchesObjective
from gpu_task.painting.vgg16 import Vgg16Objective
from tests.chalicelib.builders import LIMITS
from tests.chalicelib.clip_files import BROKEN, GOOD
from tests.chalicelib.pictures import nearly_one_colour
from tests.gpu_task.clip.clips import MadeFrames, info_of

PAINTER_LIMITS = PainterLimits(LIMITS.pixels, LIMITS.frames, LIMITS.seconds)


def said_by_the_check(data: bytes) -> ClipFacts | None:
    """None for a refusal."""
    try:
        return inspect_clip(data, LIMITS)
    except InvalidUpload:
        return None


def said_by_the_painter(data: bytes, folder: Path) -> ClipFacts | None:
    """None for a refusal."""
    file = folder / "clip"
    file.write_bytes(data)
    try:
        with read_clip(file, PAINTER_LIMITS) as clip:
            info = clip.info
    except InvalidClip:
        return None
    if min(info.width, info.height) < LEAST_SIDE:
        return None
    return ClipFacts(info.frame_count, info.width, info.height, sum(info.delays) / 1000)


def agreed(data: bytes, folder: Path) -> ClipFacts | None:
    """What both say."""
    check, painter = said_by_the_check(data), said_by_the_painter(data, folder)
    if check is None or painter is None:
        assert check == painter
        return None
    assert check.seconds == pytest.approx(painter.seconds, abs=0.01)
    assert (check.frames, check.width, check.height) == (
        painter.frames,
        painter.width,
        painter.height,
    )
    return check


@pytest.mark.parametrize("name", GOOD)
def test_both_take_a_good_file_and_find_the_same_in_it(name: str, tmp_path: Path) -> None:
    assert agreed(GOOD[name](), tmp_path) is not None


@pytest.mark.parametrize("name", BROKEN)
def test_both_refuse_a_broken_file(name: str, tmp_path: Path) -> None:
    assert agreed(BROKEN[name](), tmp_path) is None


@pytest.mark.parametrize("name", GOOD)
def test_both_refuse_a_file_that_was_cut_off(name: str, tmp_path: Path) -> None:
    data = GOOD[name]()
    for share in (0.02, 0.4, 0.75):
        assert agreed(data[: int(len(data) * share)], tmp_path) is None


CHANGES = st.lists(st.tuples(st.integers(6, 5000), st.integers(0, 255)), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(changes=CHANGES, share=st.floats(0.5, 1.0))
@pytest.mark.parametrize("name", ["gif that clears", "odd gif", "apng", "animated webp", "jpeg"])
def test_both_say_the_same_of_a_damaged_file(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    changes: list[tuple[int, int]],
    share: float,
) -> None:
    data = bytearray(GOOD[name]())
    for at, value in changes:
        data[6 + at % (len(data) - 6)] = value
    agreed(bytes(data[: int(len(data) * share) + 1]), tmp_path_factory.mktemp("damaged"))


@pytest.mark.parametrize("write", [write_gif, write_mp4, write_webp])
def test_what_the_painter_writes_can_be_painted_again(
    write: Callable[[Path, ClipInfo, Frames], None], tmp_path: Path
) -> None:
    frames = MadeFrames(6, 64, 48)
    write(tmp_path / "painted", info_of(frames, [40, 130, 20, 70, 500, 90]), frames)
    facts = agreed((tmp_path / "painted").read_bytes(), tmp_path)
    assert facts is not None
    assert (facts.frames, round(facts.seconds, 3)) == (6, 0.85)


def test_the_least_side_is_what_the_most_demanding_objective_needs() -> None:
    assert max(PatchesObjective.least_side, Vgg16Objective.least_side) == LEAST_SIDE


@pytest.mark.parametrize("difference", [0, 1, 2, 3])
@pytest.mark.parametrize("size", [(31, 64), (32, 64)])
def test_both_take_the_same_style_pictures(difference: int, size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(nearly_one_colour(difference))) as image:
        made = image.resize(size, Image.Resampling.NEAREST)
    data = io.BytesIO()
    made.save(data, "PNG")
    by_the_check = takes(lambda: inspect_picture(data.getvalue(), LIMITS), InvalidUpload)
    assert by_the_check == takes(lambda: Style(np.asarray(made)), InvalidClip)


def takes(look: Callable[[], object], refusal: type[Exception]) -> bool:
    try:
        look()
    except refusal:
        return False
    return True
