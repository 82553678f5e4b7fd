"""Reports to the workflow that waits on a task token."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

_CAUSE_CHARACTERS = 2000


class TokenGone(Exception):
    """Nobody waits any more: the task timed out or the execution was stopped. Power off."""


class TaskToken:
    """One waiting task. Every report raises TokenGone once nobody waits for it."""

    def __init__(self, states: "SFNClient", token: str) -> None:
        self._states = states
        self._token = token
        self._gone = (
            states.exceptions.TaskTimedOut,
            states.exceptions.TaskDoesNotExist,
            states.exceptions.InvalidToken,
        )

    def heartbeat(self) -> None:
        try:
            self._states.send_task_heartbeat(taskToken=self._token)
        except self._gone as error:
            raise TokenGone(str(error)) from error

    def succeed(self, output: dict[str, Any]) -> None:
        try:
            self._states.send_task_success(taskToken=self._token, output=json.dumps(output))
        except self._gone as error:
            raise TokenGone(str(error)) from error

    def fail(self, error_name: str, cause: str) -> None:
        try:
            self._states.send_task_failure(
                taskToken=self._token, error=error_name, cause=cause[:_CAUSE_CHARACTERS]
            )
        except self._gone as error:
            raise TokenGone(str(error)) from error
