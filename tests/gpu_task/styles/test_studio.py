"""The pictures in the project are what the studio paints."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gpu_task.styles.catalogue import STAND_INS
from gpu_task.styles.studio.__main__ import main
from gpu_task.styles.studio.paintings import PAINTINGS, Painting, make

BY_ID = {painting.id: painting for painting in PAINTINGS}
WHOLLY = ("scream", "composition-viii")
"""Painted again at full size; of the others a quick proof is enough."""


def _pixels(path: Path) -> NDArray[np.float32]:
    with Image.open(path) as image:
        return np.asarray(image, np.float32)


def _from_afar(image: Image.Image) -> NDArray[np.float32]:
    seen = image.convert("RGB").resize((64, 48), Image.Resampling.BOX)
    return np.asarray(seen, np.float32)


def _likeness(proof: Image.Image, style_id: str) -> float:
    with Image.open(STAND_INS / f"{style_id}.jpg") as kept:
        both = _from_afar(proof).ravel(), _from_afar(kept).ravel()
    return float(np.corrcoef(*both)[0, 1])


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["studio", *arguments])
    main()


def test_the_command_paints_the_very_pictures_that_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(monkeypatch, *WHOLLY, "--folder", str(tmp_path))
    told = capsys.readouterr().out
    assert {file.stem for file in tmp_path.iterdir()} == set(WHOLLY)
    for style_id in WHOLLY:
        again, kept = (_pixels(folder / f"{style_id}.jpg") for folder in (tmp_path, STAND_INS))
        # Processors round sines a little differently, which can move a bristle by a pixel.
        assert np.abs(again - kept).mean() < 2
        assert f"{style_id}: " in told


@pytest.mark.parametrize("style_id", sorted(BY_ID.keys() - set(WHOLLY)))
def test_a_quick_proof_is_like_the_picture_that_is_kept_and_like_no_other(style_id: str) -> None:
    proof = make(BY_ID[style_id], scale=0.5, effort=0.4)
    likeness = {other: _likeness(proof, other) for other in BY_ID}
    assert likeness.pop(style_id) > 0.85
    assert max(likeness.values()) < 0.7


def test_a_seed_fixes_every_stroke_and_another_changes_them() -> None:
    painting = BY_ID["wheatstacks"]
    other = replace(painting, seed=painting.seed + 1)
    first, second, third = (make(one, 0.25, 0.05) for one in (painting, painting, other))
    assert first.tobytes() == second.tobytes()
    assert np.abs(_from_afar(first) - _from_afar(third)).mean() > 5


@pytest.mark.parametrize("painting", PAINTINGS, ids=lambda painting: painting.id)
def test_a_painting_is_made_of_brush_strokes_in_many_tones(painting: Painting) -> None:
    pixels = _pixels(STAND_INS / f"{painting.id}.jpg")
    assert np.abs(np.diff(pixels.mean(-1), axis=1)).mean() > 5
    tones = np.unique((pixels[::4, ::4] // 32) @ np.array([64, 8, 1]))
    assert tones.size > (8 if painting.id == "guernica" else 90)


def test_the_command_names_the_paintings_it_knows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _run(monkeypatch, "mona-lisa")
    told = capsys.readouterr().err
    assert all(name in told for name in ("mona-lisa", *BY_ID))
