"""Whose turn it is to have a machine: waiting for it, giving it up, calling the next."""

from datetime import timedelta

from chalicelib import clock
from chalicelib.errors import NotYourTurn, WaitedTooLong
from chalicelib.line import place_name
from chalicelib.metrics import jobs_waiting
from chalicelib.services import Services


def take_turn(services: Services, job_id: str, part: str | None) -> None:
    """Raises NotYourTurn (wait to be called) or WaitedTooLong (it has waited for long enough)."""
    most = services.settings.max_instances
    place, before = services.line.stand(job_id, part)
    if before < most:
        return
    patience = timedelta(minutes=services.settings.patience_minutes)
    if place.waited(clock.now()) > patience:
        reason = (
            f"All {most} of our painting machines were busy, and your turn did not come within "
            f"{services.settings.patience_minutes} minutes."
        )
        services.jobs.wait_for_capacity(job_id, reason)
        raise WaitedTooLong(reason)
    ahead = before - most + 1
    services.metrics.emit(jobs_waiting(ahead))
    reason = (
        f"All {most} of our painting machines are busy; yours is number {ahead} of those that wait."
    )
    services.jobs.wait_for_capacity(job_id, reason)
    raise NotYourTurn(reason)


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
        if place.task_token is not None:
            services.workflow.call(place.task_token)
