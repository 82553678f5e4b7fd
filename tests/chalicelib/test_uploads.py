"""What an upload says about itself is read strictly."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import ForeignObject, InvalidUpload
from chalicelib.jobs import Wishes
from chalicelib.uploads import (
    UploadKey,
    check_wishes,
    parse_key,
    style_picture_key,
    wishes_from_metadata,
)
from tests.chalicelib.builders import IDENTITY, JOB_ID

OFFERED = {"scream": "The Scream", "starry-night": "The Starry Night"}
KEY = f"uploads/{IDENTITY}/{JOB_ID}.gif"


def wishes(**changes: Any) -> Wishes:
    return Wishes(**{"email": "visitor@example.com", "style": "scream"} | changes)


def test_a_key_names_the_visitor_and_the_job() -> None:
    assert parse_key(KEY) == UploadKey(IDENTITY, JOB_ID, "gif")


def test_the_visitors_own_style_picture_lies_beside_the_clip() -> None:
    assert style_picture_key(KEY) == f"uploads/{IDENTITY}/{JOB_ID}.style"
    assert parse_key(style_picture_key(KEY)).is_style_picture


@pytest.mark.parametrize(
    "key",
    [
        "",
        "cat.gif",
        f"uploads/{JOB_ID}.gif",
        f"uploads/{IDENTITY}/cat.gif",
        f"uploads/{IDENTITY}/{JOB_ID}",
        f"uploads/{IDENTITY}/{JOB_ID}.gif/more",
        f"uploads/{IDENTITY}/{JOB_ID.upper()}.gif",
        f"uploads/{IDENTITY}/{JOB_ID}.gif\n",
        f"uploads/../{JOB_ID}.gif",
        f"uploads/{IDENTITY}/0b9c1d1e-3b1f-1c57-9d5e-0a4d5c5b6f01.gif",
    ],
)
def test_a_key_outside_the_scheme_is_foreign(key: str) -> None:
    with pytest.raises(ForeignObject):
        parse_key(key)


@given(st.text())
def test_no_key_at_all_breaks_the_parser(key: str) -> None:
    with pytest.raises(ForeignObject):
        parse_key(key)


def test_metadata_becomes_wishes() -> None:
    metadata = {
        "email": " a@b.example ",
        "style": "scream",
        "strength": "0.5",
        "keep-colours": "true",
    }
    assert wishes_from_metadata(metadata) == Wishes("a@b.example", "scream", "0.5", "true")
    assert wishes_from_metadata({}) == Wishes("", "")


@pytest.mark.parametrize(
    "good", [wishes(), wishes(style="own"), wishes(strength="0.25"), wishes(keep_colours="false")]
)
def test_good_wishes_pass(good: Wishes) -> None:
    check_wishes(good, OFFERED)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (wishes(style=""), "No style was chosen; choose one of: The Scream, The Starry Night"),
        (
            wishes(style="mona-lisa"),
            "The chosen style is not one we have; choose one of: The Scream",
        ),
        (wishes(strength="2"), "The strength should be a number between 0 and 1"),
        (wishes(keep_colours="yes"), "The option to keep colours can be true or false"),
    ],
)
def test_a_bad_wish_is_refused_with_its_reason(bad: Wishes, reason: str) -> None:
    with pytest.raises(InvalidUpload) as refusal:
        check_wishes(bad, OFFERED)
    assert reason in str(refusal.value)
