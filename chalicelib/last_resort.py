"""An execution failed, timed out or was aborted: do what its own states can no longer do."""

from chalicelib.errors import JobNotFound
from chalicelib.logs import logger
from chalicelib.mailing import send_mail
from chalicelib.mails import MailKind
from chalicelib.releasing import release_instances
from chalicelib.services import Services


def settle_execution(services: Services, job_id: str, status: str) -> None:
    """Releases the instance and sends the final mail that is still due. Safe to repeat."""
    logger.warning("An execution ended badly", extra={"execution_status": status})
    release_instances(services, job_id)
    try:
        job = services.jobs.get(job_id)
    except JobNotFound:
        logger.info("Nothing is due: the job was deleted")
        return
    due = MailKind(job.status.value) if job.status.final else MailKind.FAILED
    send_mail(services, job_id, due)
