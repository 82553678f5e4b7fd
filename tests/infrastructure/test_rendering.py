import pytest

from infrastructure.errors import MissingValue
from infrastructure.rendering import Value, render

VALUES: dict[str, Value] = {"Bucket": "clips", "Subnets": ("a", "b")}


def test_a_placeholder_is_filled_wherever_it_stands() -> None:
    assert render({"Resource": ["arn:${Bucket}/*", 1]}, VALUES) == {"Resource": ["arn:clips/*", 1]}


def test_a_list_takes_the_place_of_a_placeholder_that_stands_alone() -> None:
    assert render(["first", "${Subnets}", "last"], VALUES) == ["first", "a", "b", "last"]


def test_variables_of_policies_are_left_to_iam() -> None:
    variable = "${aws:userid}"
    assert render(variable, VALUES) == variable


def test_a_placeholder_without_a_value_is_named() -> None:
    with pytest.raises(MissingValue, match=r"\$\{Queue\}"):
        render({"Resource": "${Queue}"}, VALUES)


def test_a_list_within_a_text_is_refused() -> None:
    with pytest.raises(MissingValue, match="must stand alone"):
        render("subnet/${Subnets}", VALUES)
