from collections.abc import Mapping
from typing import Any

from tests.localcloud.account import Account, one_state

MEND = "map_history"
ITEMS = {
    "Type": "Map",
    "Items": [10, 20],
    "ItemProcessor": {
        "StartAt": "Inner",
        "States": {"Inner": {"Type": "Pass", "Output": "{% $states.input + 1 %}", "End": True}},
    },
    "End": True,
}


def chain(events: Mapping[int, Mapping[str, Any]], last: int) -> list[str]:
    """The types of an event and of those that lead to it, the first one first."""
    kinds: list[str] = []
    while last:
        kinds.insert(0, events[last]["type"])
        last = events[last].get("previousEventId", 0)
    return kinds


def test_every_item_of_a_map_has_its_own_chain_of_events(account: Account) -> None:
    execution = account.start(account.machine(one_state(ITEMS)))
    assert account.ended(execution)["output"] == "[11, 21]"

    history = account.client("stepfunctions").get_execution_history(executionArn=execution)
    events = {event["id"]: event for event in history["events"]}

    ends = [i for i, event in events.items() if event["type"] == "MapIterationSucceeded"]
    assert [chain(events, end)[-5:] for end in ends] == [
        [
            "MapStateStarted",
            "MapIterationStarted",
            "PassStateEntered",
            "PassStateExited",
            "MapIterationSucceeded",
        ]
    ] * 2
    outputs = {
        event["stateExitedEventDetails"]["output"]
        for event in events.values()
        if event["type"] == "PassStateExited"
    }
    assert outputs == {"11", "21"}
