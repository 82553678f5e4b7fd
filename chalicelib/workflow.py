"""The state machine as the control plane sees it: start one execution per job, stop it."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


class Workflow:
    """Executions are named by their job, so an operator finds one by the other."""

    def __init__(self, states: "SFNClient", state_machine_arn: str) -> None:
        self._states = states
        self._arn = state_machine_arn

    def start(self, job_id: str) -> bool:
        """Starts the job's execution; False when it was started before."""
        try:
            self._states.start_execution(
                stateMachineArn=self._arn, name=job_id, input=json.dumps({"job_id": job_id})
            )
        except self._states.exceptions.ExecutionAlreadyExists:
            return False
        return True

    def stop(self, job_id: str, cause: str) -> None:
        """Stops the job's execution; one that is over or never was stays as it is."""
        try:
            self._states.stop_execution(executionArn=self._execution_arn(job_id), cause=cause)
        except (
            self._states.exceptions.ExecutionDoesNotExist,
            self._states.exceptions.ValidationException,
        ):
            return

    def call(self, task_token: str) -> None:
        """Lets the execution go on that waits for this token; one that waits no more is left."""
        try:
            self._states.send_task_success(taskToken=task_token, output="{}")
        except (
            self._states.exceptions.TaskTimedOut,
            self._states.exceptions.TaskDoesNotExist,
            self._states.exceptions.InvalidToken,
        ):
            return

    def is_running(self, job_id: str) -> bool:
        try:
            found = self._states.describe_execution(executionArn=self._execution_arn(job_id))
        except self._states.exceptions.ExecutionDoesNotExist:
            return False
        return found["status"] == "RUNNING"

    def _execution_arn(self, job_id: str) -> str:
        return f"{self._arn.replace(':stateMachine:', ':execution:')}:{job_id}"
