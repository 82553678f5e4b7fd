"""The launch plan and what EC2's refusals mean."""

import pytest

from chalicelib.launch import (
    Order,
    Refusal,
    Rung,
    client_token,
    honest_reason,
    launch_plan,
    meaning,
    still_worth_trying,
)
from tests.chalicelib.builders import JOB_ID

PLAN = launch_plan(("g4dn", "g5"), ("a", "b"), ("spot", "on-demand"))


def test_the_plan_tries_every_zone_before_another_type_and_spot_before_on_demand() -> None:
    assert [(rung.market, rung.instance_type, rung.subnet_id) for rung in PLAN] == [
        ("spot", "g4dn", "a"),
        ("spot", "g4dn", "b"),
        ("spot", "g5", "a"),
        ("spot", "g5", "b"),
        ("on-demand", "g4dn", "a"),
        ("on-demand", "g4dn", "b"),
        ("on-demand", "g5", "a"),
        ("on-demand", "g5", "b"),
    ]


def test_a_market_whose_quota_is_used_up_is_left_at_once() -> None:
    full: set[str] = set()
    tried: list[Rung] = []
    for rung in still_worth_trying(PLAN, full):
        tried.append(rung)
        full.add("spot")
    assert [rung.market for rung in tried] == ["spot"] + ["on-demand"] * 4


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("InsufficientInstanceCapacity", Refusal.CAPACITY),
        ("VcpuLimitExceeded", Refusal.QUOTA),
        ("MaxSpotInstanceCountExceeded", Refusal.QUOTA),
        ("Unsupported", Refusal.UNSUPPORTED),
        ("RequestLimitExceeded", Refusal.THROTTLED),
        ("UnauthorizedOperation", Refusal.MISCONFIGURED),
        ("SomethingNew", Refusal.MISCONFIGURED),
    ],
)
def test_each_error_code_has_its_consequence(code: str, refusal: Refusal) -> None:
    assert meaning(code) is refusal


def test_the_same_try_has_the_same_token_and_every_other_try_another() -> None:
    orders = [Order(JOB_ID, 0), Order(JOB_ID, 1), Order(JOB_ID, 0, "12"), Order(JOB_ID, 0, "30")]
    tokens = {client_token(order, rung, "boot") for order in orders for rung in PLAN}
    assert len(tokens) == len(orders) * len(PLAN)
    assert client_token(Order(JOB_ID, 0), PLAN[0], "boot") in tokens
    assert client_token(Order(JOB_ID, 0), PLAN[0], "boot otherwise") not in tokens
    assert all(len(token) <= 64 for token in tokens)


@pytest.mark.parametrize(
    ("refusals", "words"),
    [
        ([Refusal.CAPACITY, Refusal.QUOTA], "no GPU machine free"),
        ([Refusal.QUOTA, Refusal.QUOTA], "as many GPU machines as AWS lets us"),
        ([Refusal.THROTTLED], "more slowly"),
    ],
)
def test_the_visitor_is_told_which_limit_was_hit(refusals: list[Refusal], words: str) -> None:
    assert words in honest_reason(refusals)
