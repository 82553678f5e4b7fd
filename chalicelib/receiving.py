"""An object appeared in the uploads bucket: record the job and start its execution, once."""

from chalicelib.errors import ForeignObject, JobNotFound, ObjectGone
from chalicelib.inspection import too_large
from chalicelib.jobs import Job, Status, Upload
from chalicelib.logs import logger
from chalicelib.metrics import job_received
from chalicelib.object_store import StoredObject
from chalicelib.services import Services
from chalicelib.uploads import UploadKey, parse_key, wishes_from_metadata


def receive_upload(services: Services, key: str) -> Job | None:
    """None for an object that starts no job. Safe to repeat for the same event.

    What no job will ever be painted from is deleted: nobody could find or remove it otherwise.
    """
    try:
        return _receive(services, key)
    except ObjectGone as reason:
        logger.warning("Ignored an object", extra={"reason": str(reason)})
    except ForeignObject as reason:
        services.uploads.delete(key)
        logger.warning("Deleted an object", extra={"reason": str(reason)})
    return None


def _receive(services: Services, key: str) -> Job | None:
    name = parse_key(key)
    logger.append_keys(job_id=name.job_id)
    found = services.uploads.head(key)
    if name.is_style_picture:
        _check_style_picture(services, name, found)
        return None
    job = _recorded(services, name, Upload(key=key, etag=found.etag, bytes=found.bytes), found)
    started = services.workflow.start(job.job_id)
    if started:
        services.metrics.emit(job_received())
    logger.info("Recorded the upload", extra={"started": started, "bytes": found.bytes})
    return job


def _recorded(services: Services, name: UploadKey, upload: Upload, found: StoredObject) -> Job:
    """The job that the object is the upload of. Raises ForeignObject."""
    try:
        job = services.jobs.create(name.job_id, upload, wishes_from_metadata(found.metadata))
    except JobNotFound as error:
        raise ForeignObject("its job was deleted") from error
    if (job.upload.key, job.upload.etag) != (upload.key, upload.etag):
        raise ForeignObject("its job has another upload")
    if job.status is Status.REJECTED:
        raise ForeignObject("its job was rejected")
    return job


def _check_style_picture(services: Services, name: UploadKey, found: StoredObject) -> None:
    """Leaves to CheckUpload what comes before its clip. Raises ForeignObject."""
    if too_large(found.bytes, services.settings.limits) is not None:
        raise ForeignObject("the style picture is too large")
    if services.jobs.remains(name.job_id) is not None:
        raise ForeignObject("its job was deleted")
