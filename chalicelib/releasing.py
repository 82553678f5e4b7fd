"""ReleaseInstance, and the reaper that catches what slips through."""

from datetime import timedelta

from chalicelib.clock import Clock
from chalicelib.instances import Instance
from chalicelib.logs import logger
from chalicelib.services import Services
from chalicelib.uploads import is_job_id
from chalicelib.user_data import lifetime_minutes

_GRACE = timedelta(minutes=15)
"""A machine younger than this may belong to an execution that has only just begun to wait."""


def release_instances(services: Services, job_id: str) -> list[str]:
    """Terminates everything that runs for the job and returns the ids."""
    released = services.instances.terminate(services.instances.of_job(job_id))
    logger.info("Released the job's instances", extra={"instance_ids": released})
    return released


def reap_instances(services: Services, now: Clock) -> list[str]:
    """Terminates instances that are older than they may be, or whose execution is over."""
    longest = timedelta(minutes=lifetime_minutes(services.settings))
    orphans = []
    for instance in services.instances.all():
        age = now() - instance.launched_at
        if age > longest or (age > _GRACE and not _is_wanted(services, instance)):
            orphans.append(instance)
    if orphans:
        logger.error(
            "Found instances that outlived their job",
            extra={"instance_ids": [orphan.instance_id for orphan in orphans]},
        )
    return services.instances.terminate(orphans)


def _is_wanted(services: Services, instance: Instance) -> bool:
    return is_job_id(instance.job_id) and services.workflow.is_running(instance.job_id)
