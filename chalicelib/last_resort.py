"""An execution failed, timed out or was aborted: do what its own states can no longer do."""

from chalicelib.discarding import discard_painting
from chalicelib.errors import JobNotFound
from chalicelib.jobs import Job
from chalicelib.logs import logger
from chalicelib.mailing import send_mail
from chalicelib.mails import MailKind
from chalicelib.releasing import release_instances
from chalicelib.services import Services
from chalicelib.uploads import is_job_id


def settle_execution(services: Services, job_id: str, status: str) -> None:
    """Releases the instance and sends the final mail that is still due. Safe to repeat."""
    if not is_job_id(job_id):
        logger.warning("Ignored the end of an execution that somebody started by hand")
        return
    logger.warning("An execution ended badly", extra={"execution_status": status})
    try:
        release_instances(services, job_id)
    finally:
        _tell(services, job_id)


def _tell(services: Services, job_id: str) -> None:
    try:
        job = services.jobs.get(job_id)
    except JobNotFound:
        logger.info("Nothing is due: the job was deleted")
        # The painter may have gone on for a moment after the deletion.
        discard_painting(services, job_id)
        return
    send_mail(services, job_id, _due(services, job))


def _due(services: Services, job: Job) -> MailKind:
    if job.status.final:
        return MailKind(job.status.value)
    painted = job.painter_id is not None and services.painters.get(job.painter_id).painted
    return MailKind.READY if painted else MailKind.FAILED
