"""Beside the painting, the workflow hears that it goes on, and the painter hears the notice."""

import time

import boto3
import pytest
from botocore.stub import ANY, Stubber

from gpu_task.job.task_token import TaskToken, TokenGone
from gpu_task.job.watch import Watch
from tests.waiting import eventually


def states_client() -> tuple[TaskToken, Stubber]:
    client = boto3.client(
        "stepfunctions", "us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    return TaskToken(client, "a-token"), Stubber(client)


def no_notice() -> None:
    return None


def test_the_heart_beats_while_the_painting_goes_on() -> None:
    token, states = states_client()
    for _ in range(3):
        states.add_response("send_task_heartbeat", {}, {"taskToken": "a-token"})
    states.add_client_error("send_task_heartbeat", "TaskTimedOut")
    with states, Watch(token, no_notice, heartbeat_seconds=0.01) as watch:
        assert eventually(watch.should_stop)
        assert watch.nobody_waits
    states.assert_no_pending_responses()


def test_a_heartbeat_that_is_not_delivered_ends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    token, states = states_client()
    states.add_client_error("send_task_heartbeat", "ThrottlingException")
    states.add_response("send_task_heartbeat", {})
    states.add_client_error("send_task_heartbeat", "TaskDoesNotExist")
    with states, Watch(token, no_notice, heartbeat_seconds=0.01) as watch:
        assert eventually(watch.should_stop)
    assert "heartbeat not delivered" in capsys.readouterr().out
    states.assert_no_pending_responses()


def test_the_heart_stops_when_the_painting_stalls() -> None:
    token, states = states_client()
    with (
        states,
        Watch(token, no_notice, heartbeat_seconds=0.01, stalled_seconds=-1) as watch,
    ):
        time.sleep(0.1)
        assert not watch.should_stop()


def test_the_spot_notice_stops_the_painting_but_somebody_still_waits() -> None:
    token, states = states_client()
    states.add_response("send_task_heartbeat", {})
    with states, Watch(token, lambda: '{"action": "terminate"}', notice_seconds=0.01) as watch:
        assert eventually(watch.should_stop)
        assert not watch.nobody_waits


def test_a_notice_that_the_painting_does_not_heed_is_reported_in_time() -> None:
    token, states = states_client()
    states.add_response(
        "send_task_failure", {}, {"taskToken": "a-token", "error": "Interrupted", "cause": ANY}
    )
    with (
        states,
        Watch(
            token,
            lambda: "terminate",
            heartbeat_seconds=60,
            notice_seconds=0.01,
            last_word_seconds=0.05,
            stalled_seconds=-1,
        ) as watch,
    ):
        assert eventually(lambda: watch.nobody_waits)
    states.assert_no_pending_responses()


def test_a_metadata_service_that_does_not_answer_ends_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def unreachable() -> None:
        raise ConnectionRefusedError("nobody there")

    token, states = states_client()
    states.add_response("send_task_heartbeat", {})
    with states, Watch(token, unreachable, notice_seconds=0.01) as watch:
        time.sleep(0.1)
        assert not watch.should_stop()
    assert "metadata service not reached: nobody there" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_report_that_nobody_waits_for_is_known_as_such(code: str) -> None:
    token, states = states_client()
    states.add_client_error("send_task_success", code)
    states.add_client_error("send_task_failure", code)
    with states:
        with pytest.raises(TokenGone):
            token.succeed({"frames": 1})
        with pytest.raises(TokenGone):
            token.fail("PaintingFailed", "why")


def test_a_failure_names_its_error_and_a_bounded_cause() -> None:
    token, states = states_client()
    states.add_response(
        "send_task_failure", {}, {"taskToken": "a-token", "error": "Interrupted", "cause": ANY}
    )
    with states:
        token.fail("Interrupted", "x" * 100_000)
