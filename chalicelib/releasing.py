"""ReleaseInstance, and the reaper that catches what slips through."""

from datetime import timedelta

from chalicelib import clock
from chalicelib.clock import Clock
from chalicelib.discarding import finish_deletions
from chalicelib.instances import Instance
from chalicelib.logs import logger
from chalicelib.metrics import machine_used, machines_orphaned, machines_running
from chalicelib.services import Services
from chalicelib.turns import call_next, give_up_turn
from chalicelib.uploads import is_job_id
from chalicelib.user_data import lifetime_minutes

_GRACE = timedelta(minutes=15)
"""A machine younger than this may belong to an execution that has only just begun to wait."""


def release_instances(
    services: Services, job_id: str, part: str | None = None, *, keeps_turn: bool = False
) -> list[str]:
    """Terminates everything that runs for the job, or for one part, and returns the ids.

    A job that goes on at once on another machine keeps its turn; else the next one is called.
    """
    try:
        released = _end(services, services.instances.ending_of_job(job_id, part), clock.now)
    finally:
        if not keeps_turn:
            give_up_turn(services, job_id, part)
    logger.info("Released the job's instances", extra={"instance_ids": released})
    return released


def reap_instances(services: Services, now: Clock) -> list[str]:
    """Terminates instances that are older than they may be, or whose execution is over.

    Places in the line whose execution is over are given up, and deletions finished, too.
    """
    longest = timedelta(minutes=lifetime_minutes(services.settings))
    orphans = []
    running = services.instances.all()
    for instance in running:
        age = now() - instance.launched_at
        if age > longest or (age > _GRACE and not _is_wanted(services, instance)):
            orphans.append(instance)
    services.metrics.emit(machines_running(len(running)), machines_orphaned(len(orphans)))
    if orphans:
        logger.error(
            "Found instances that outlived their job",
            extra={"instance_ids": [orphan.instance_id for orphan in orphans]},
        )
    try:
        return _end(services, orphans, now)
    finally:
        _tidy_line(services)
        finish_deletions(services)


def _end(services: Services, instances: list[Instance], now: Clock) -> list[str]:
    ended = services.instances.terminate(instances)
    for one in instances:
        seconds = (now() - one.launched_at).total_seconds()
        services.metrics.emit(machine_used(one.instance_type, one.market, seconds))
    return ended


def _tidy_line(services: Services) -> None:
    for place in services.line.places():
        if not services.workflow.is_running(place.job_id):
            logger.warning("Removed a place that was left behind", extra={"place": place.name})
            services.line.leave(place)
    call_next(services)


def _is_wanted(services: Services, instance: Instance) -> bool:
    return is_job_id(instance.job_id) and services.workflow.is_running(instance.job_id)
