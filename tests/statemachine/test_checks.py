"""The workflow holds to its rules, and each rule is one that a broken workflow would break."""

import copy
from collections.abc import Callable

import pytest

from statemachine.checks import problems
from statemachine.definition import Definition, load_definition
from statemachine.graph import paths


def broken(change: Callable[[Definition], object]) -> list[str]:
    definition = copy.deepcopy(load_definition())
    change(definition)
    return problems(definition)


def parts_of(definition: Definition) -> Definition:
    states: Definition = definition["States"]["PaintParts"]["ItemProcessor"]["States"]
    return states


def test_the_workflow_is_sound() -> None:
    assert problems(load_definition()) == []


def test_the_workflow_has_the_states_that_operators_know() -> None:
    states = load_definition()["States"]
    assert {
        "CheckUpload",
        "LaunchInstance",
        "SendAccepted",
        "PaintClip",
        "ReleaseInstance",
        "SendReady",
        "SendRejected",
        "SendCapacityExceeded",
        "SendFailed",
    } <= set(states)


def test_the_straight_way_is_one_of_the_ways() -> None:
    assert (
        "CheckUpload",
        "LaunchInstance",
        "SendAccepted",
        "PaintClip",
        "ReleaseInstance",
        "ChooseWhatNext",
        "SendReady",
    ) in set(paths(load_definition()))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d["States"]["PaintClip"].pop("Comment"), "PaintClip has no Comment"),
        (
            lambda d: d["States"]["SendReady"].pop("TimeoutSeconds"),
            "SendReady has no TimeoutSeconds",
        ),
        (lambda d: d["States"]["PaintClip"].pop("Retry"), "PaintClip has no Retry"),
        (
            lambda d: d["States"]["PaintClip"].pop("HeartbeatSeconds"),
            "PaintClip waits for a token without HeartbeatSeconds",
        ),
        (
            lambda d: d["States"]["CheckUpload"].update(Next="Nowhere"),
            "CheckUpload leads to Nowhere, which does not exist",
        ),
        (
            lambda d: d["States"].update(Island={"Type": "Pass", "Comment": "alone", "End": True}),
            "nothing leads to Island",
        ),
        (
            lambda d: d["States"]["SendAccepted"].update(Next="SendReady"),
            "an instance is never released on the way "
            "CheckUpload > LaunchInstance > SendAccepted > SendReady",
        ),
        (
            lambda d: d["States"]["SendRejected"].update(Next="SendFailed"),
            "2 final mails on the way CheckUpload > SendRejected > SendFailed > PaintingFailed",
        ),
        (
            lambda d: parts_of(d)["PaintPart"].pop("Comment"),
            "PaintPart has no Comment",
        ),
        (
            lambda d: parts_of(d)["PaintPart"].update(Next="PartPainted"),
            "an instance is never released on the way "
            "BeginPart > LaunchPart > PaintPart > PartPainted",
        ),
        (
            lambda d: parts_of(d)["LaunchPart"]["Catch"].pop(2),
            "LaunchPart does not catch InvalidUpload",
        ),
        (
            lambda d: parts_of(d)["BeginPart"]["Assign"].pop("part_launches"),
            "LaunchPart reads $part_launches, which some way there leaves unset",
        ),
        (
            lambda d: d["States"]["CheckUpload"]["Assign"].pop("launches"),
            "LaunchInstance reads $launches, which some way there leaves unset",
        ),
    ],
)
def test_a_broken_workflow_is_found_out(
    change: Callable[[Definition], object], problem: str
) -> None:
    assert problem in broken(change)


def test_times_can_be_set_by_their_path() -> None:
    definition = load_definition(
        {
            "TimeoutSeconds": 60,
            "PaintClip.HeartbeatSeconds": 3,
            "PaintPart.TimeoutSeconds": 5,
            "LaunchInstance.CapacityExceeded.MaxAttempts": 2,
        }
    )
    assert definition["TimeoutSeconds"] == 60
    assert definition["States"]["PaintClip"]["HeartbeatSeconds"] == 3
    parts = definition["States"]["PaintParts"]["ItemProcessor"]["States"]
    assert parts["PaintPart"]["TimeoutSeconds"] == 5
    assert definition["States"]["LaunchInstance"]["Retry"][1]["MaxAttempts"] == 2
    assert definition["States"]["LaunchInstance"]["Retry"][-1]["MaxAttempts"] == 4


@pytest.mark.parametrize(
    "path", ["Nothing", "PaintClip.Comment", "LaunchInstance.Nobody.MaxAttempts"]
)
def test_a_time_that_does_not_exist_is_refused_by_name(path: str) -> None:
    with pytest.raises(KeyError, match=path):
        load_definition({path: 1})


def test_a_time_of_the_workflow_can_be_set_by_its_path() -> None:
    definition = load_definition({"TimeoutSeconds": 5, "SendReady.States.ALL.IntervalSeconds": 7})
    assert definition["TimeoutSeconds"] == 5
    assert 7 in [one["IntervalSeconds"] for one in definition["States"]["SendReady"]["Retry"]]
    with pytest.raises(KeyError, match=r"SendReady\.HeartbeatSeconds names no whole number"):
        load_definition({"SendReady.HeartbeatSeconds": 1})
