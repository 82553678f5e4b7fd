"""CheckUpload: refuse what cannot be painted, before anything is paid for."""

from chalicelib.addresses import welcome_address
from chalicelib.discarding import discard_upload
from chalicelib.endings import end_job
from chalicelib.errors import InvalidUpload, ObjectGone
from chalicelib.inspection import inspect_clip, inspect_picture, too_large
from chalicelib.jobs import ClipFacts, Job, Status
from chalicelib.logs import logger
from chalicelib.quotas import count_upload
from chalicelib.services import Services
from chalicelib.uploads import OWN_STYLE, check_wishes, style_picture_key


def check_upload(services: Services, job_id: str) -> ClipFacts:
    """Raises InvalidUpload after the record has the reason; JobNotFound for a deleted job.

    The files of a refused upload are deleted at once.
    """
    job = services.jobs.get(job_id)
    try:
        clip = _inspect(services, job)
    except InvalidUpload as refusal:
        end_job(services, job_id, Status.REJECTED, str(refusal))
        discard_upload(services, job.upload.key)
        logger.info("Rejected the upload", extra={"reason": str(refusal)})
        raise
    services.jobs.save_clip(job_id, clip)
    return clip


def _inspect(services: Services, job: Job) -> ClipFacts:
    if job.status is Status.REJECTED:
        # An earlier try got here; the files that it looked at are gone.
        raise InvalidUpload(job.reason)
    limits = services.settings.limits
    address = welcome_address(job.wishes.email, services.settings.domains)
    count_upload(services, job, address)
    check_wishes(job.wishes, services.catalogue.titles())
    refusal = too_large(job.upload.bytes, limits)
    if refusal is not None:
        raise refusal
    clip = inspect_clip(services.uploads.read_unchanged(job.upload.key, job.upload.etag), limits)
    if job.wishes.style == OWN_STYLE:
        _inspect_style_picture(services, job)
    return clip


def _inspect_style_picture(services: Services, job: Job) -> None:
    key = style_picture_key(job.upload.key)
    missing = InvalidUpload(
        "Your own style picture did not arrive, or is larger than "
        f"{services.settings.limits.bytes / 1e6:.1f} MB; please send both files again."
    )
    if not services.uploads.exists(key):
        raise missing
    try:
        found = services.uploads.head(key)
    except ObjectGone:
        raise missing from None
    refusal = too_large(found.bytes, services.settings.limits)
    if refusal is not None:
        raise InvalidUpload(f"Your own style picture cannot be used. {refusal}")
    try:
        inspect_picture(services.uploads.read_unchanged(key, found.etag), services.settings.limits)
    except InvalidUpload as reason:
        raise InvalidUpload(f"Your own style picture cannot be used. {reason}") from reason
    services.jobs.pin_style(job.job_id, found.etag)
