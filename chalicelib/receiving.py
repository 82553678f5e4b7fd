"""An object appeared in the uploads bucket: record the job and start its execution, once."""

from chalicelib.errors import ForeignObject, JobNotFound
from chalicelib.jobs import Job, Upload
from chalicelib.logs import logger
from chalicelib.metrics import job_received
from chalicelib.services import Services
from chalicelib.uploads import parse_key, wishes_from_metadata


def receive_upload(services: Services, key: str) -> Job | None:
    """None for an object that is no clip of a visitor. Safe to repeat for the same event."""
    try:
        name = parse_key(key)
        if name.is_style_picture:
            return None
        logger.append_keys(job_id=name.job_id)
        found = services.uploads.head(key)
    except ForeignObject as refusal:
        logger.warning("Ignored an object", extra={"reason": str(refusal)})
        return None
    upload = Upload(key=key, etag=found.etag, bytes=found.bytes)
    try:
        job = services.jobs.create(name.job_id, upload, wishes_from_metadata(found.metadata))
    except JobNotFound:
        logger.info("Ignored a late event of a deleted job")
        return None
    if job.upload.key != key:
        logger.warning("Ignored an upload that reuses the name of another visitor's job")
        return None
    started = services.workflow.start(job.job_id)
    if started:
        services.metrics.emit(job_received())
    logger.info("Recorded the upload", extra={"started": started, "bytes": upload.bytes})
    return job
