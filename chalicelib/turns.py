"""Whose turn it is to have a machine: waiting for it, giving it up, calling the next."""

from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import clock
from chalicelib.errors import NotYourTurn, WaitedTooLong
from chalicelib.launch import Order
from chalicelib.line import place_name
from chalicelib.logs import logger
from chalicelib.metrics import jobs_waiting
from chalicelib.services import Services


def take_turn(services: Services, order: Order, *, patient: bool = False) -> None:
    """Raises NotYourTurn (wait to be called) or, unless it is patient, WaitedTooLong."""
    most = services.settings.max_instances
    place, before = services.line.stand(order.job_id, order.part)
    if before < most:
        return
    busy = f"All {most} of our painting machines are busy"
    if not patient and place.waited(clock.now()) > _patience(services):
        minutes = services.settings.patience_minutes
        reason = f"{busy}, and your turn did not come within {minutes} minutes."
        services.jobs.wait_for_capacity(order.job_id, reason)
        raise WaitedTooLong(reason)
    reason = f"{busy}; yours is number {before - most + 1} of those that wait."
    if order.part is None:
        # While a part waits, others of its clip are being painted.
        services.jobs.wait_for_capacity(order.job_id, reason)
    raise NotYourTurn(reason)


def _patience(services: Services) -> timedelta:
    return timedelta(minutes=services.settings.patience_minutes)


def give_up_turn(services: Services, job_id: str, part: str | None = None) -> None:
    """Leaves the line, with all parts unless one is named, and calls whoever may go now."""
    wanted = place_name(job_id, part)
    for place in services.line.places():
        if place.job_id == job_id and (part is None or place.name == wanted):
            services.line.leave(place)
    call_next(services)


def call_next(services: Services) -> None:
    """Wakes the executions that may have a machine now. Calling one twice does no harm."""
    most, places = services.settings.max_instances, services.line.places()
    services.metrics.emit(jobs_waiting(max(0, len(places) - most)))
    for place in places[:most]:
        if place.task_token is None:
            continue
        try:
            services.workflow.call(place.task_token)
        except (ClientError, BotoCoreError):
            # It looks again by itself; what this call was made for must go on.
            logger.exception("A job could not be called")
