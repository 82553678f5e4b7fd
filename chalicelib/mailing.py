"""Sends a job's mails: accepted at most once, and exactly one final mail."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.addresses import Address, welcome_address
from chalicelib.clock import timestamp
from chalicelib.endings import end_job
from chalicelib.errors import (
    InvalidUpload,
    JobNotFound,
    MailInFlight,
    MailNotTaken,
    MailRefused,
)
from chalicelib.job_store import expiry
from chalicelib.jobs import Job, Status
from chalicelib.logs import logger
from chalicelib.mail_slots import Slot
from chalicelib.mailer import SUPPRESSED
from chalicelib.mails import MailContent, MailKind, page_url, render
from chalicelib.metrics import MailFailure, Measurement, mail_failed, mail_sent, mail_withheld
from chalicelib.services import Services
from chalicelib.uploads import OWN_STYLE


def send_mail(
    services: Services,
    job_id: str,
    kind: MailKind,
    reason: str | None = None,
    painter_id: str | None = None,
) -> bool:
    """Sends the mail unless it was sent before, or the visitor deleted the job.

    A final kind first ends the job, for the reason and with the painter's painting if they are
    given. The first ending stays, and the mail that leaves tells of that one. Raises MailInFlight
    or MailNotTaken: both mean try again.
    """
    try:
        if kind is MailKind.ACCEPTED:
            return _send_accepted(services, services.jobs.get(job_id))
        ending = end_job(services, job_id, Status(kind.value), reason, painter_id)
        return _send(services, services.jobs.get(job_id), MailKind(ending.value), Slot.FINAL)
    except JobNotFound:
        logger.info("No mail: the job was deleted")
        return False


def withhold_final_mail(services: Services, job: Job, why: str) -> None:
    """No final mail is sent of this job; it is told on the page alone."""
    services.mail_slots.withhold(job.job_id, Slot.FINAL, why)
    services.metrics.emit(mail_withheld(why))
    logger.info("Withheld the final mail", extra={"why": why})


def _send_accepted(services: Services, job: Job) -> bool:
    return not job.status.final and _send(services, job, MailKind.ACCEPTED, Slot.ACCEPTED)


def _send(services: Services, job: Job, kind: MailKind, slot: Slot) -> bool:
    try:
        address = welcome_address(job.wishes.email, services.settings.domains)
    except InvalidUpload:
        logger.info("No mail: the upload came without a usable address", extra={"mail": kind.value})
        return False
    return _send_once(services, job, address, kind, slot)


def _send_once(services: Services, job: Job, address: Address, kind: MailKind, slot: Slot) -> bool:
    mail = render(kind, _content(services, job))
    if not services.mail_slots.claim(job.job_id, kind.value, slot):
        if services.mail_slots.settled(job.job_id, slot):
            return False
        raise MailInFlight(f"the {kind.value} mail of {job.job_id} is being sent by another try")
    try:
        services.mailer.send(mail, address.text)
    except MailRefused as refused:
        services.metrics.emit(_refusal(kind, str(refused)))
        services.mail_slots.give_up(job.job_id, slot, str(refused))
        logger.warning("Mail refused", extra={"mail": kind.value, "code": str(refused)})
        return False
    except MailInFlight:
        services.metrics.emit(mail_failed(kind, MailFailure.UNANSWERED))
        raise
    except MailNotTaken:
        services.metrics.emit(mail_failed(kind, MailFailure.NOT_TAKEN))
        services.mail_slots.unclaim(job.job_id, slot)
        raise
    _confirm(services, job, slot)
    services.metrics.emit(mail_sent(kind))
    logger.info("Sent a mail", extra={"mail": kind.value})
    return True


def _refusal(kind: MailKind, code: str) -> Measurement:
    if code == SUPPRESSED:
        return mail_withheld(code)
    return mail_failed(kind, MailFailure.REFUSED)


def _confirm(services: Services, job: Job, slot: Slot) -> None:
    try:
        services.mail_slots.confirm(job.job_id, slot)
    except (ClientError, BotoCoreError, JobNotFound):
        # The mail has left. Failing now would make another try send it a second time.
        logger.exception("The mail left, but the record could not be told")


def _content(services: Services, job: Job) -> MailContent:
    return MailContent(
        job_id=job.job_id,
        page_url=page_url(services.settings.site_url, job.job_id),
        style_title=_style_title(services, job.wishes.style),
        frames=job.clip.frames if job.clip else None,
        seconds=job.clip.seconds if job.clip else None,
        reason=job.reason,
        kept_until=timestamp(expiry(job))[:10],
    )


def _style_title(services: Services, style: str) -> str | None:
    if style == OWN_STYLE:
        return "your own picture"
    try:
        return services.catalogue.titles().get(style)
    except (ClientError, BotoCoreError, ValueError, KeyError):
        # A title is an ornament; no mail may be lost for it.
        logger.exception("The catalogue of styles cannot be read")
        return None
