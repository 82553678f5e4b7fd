"""A job ends once, whoever says so first."""

from chalicelib.jobs import Status
from chalicelib.metrics import job_ended
from chalicelib.services import Services


def end_job(
    services: Services,
    job_id: str,
    ending: Status,
    reason: str | None = None,
    painter_id: str | None = None,
) -> Status:
    """Ends and counts the job; the first ending stays. Returns the one that counts.

    Raises JobNotFound when the visitor has deleted the job.
    """
    concluded = services.jobs.conclude(job_id, ending, reason, painter_id)
    if concluded.first:
        services.metrics.emit(job_ended(concluded.status))
    return concluded.status
