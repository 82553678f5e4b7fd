"""What the HTTP routes answer. No answer ever holds an e-mail address."""

from dataclasses import asdict
from typing import Any

from chalicelib.clock import timestamp
from chalicelib.discarding import discard_upload
from chalicelib.errors import JobNotFound
from chalicelib.job_store import expiry
from chalicelib.jobs import Job, Status
from chalicelib.logs import logger
from chalicelib.services import Services
from chalicelib.uploads import is_job_id

Json = dict[str, Any]

PAINTING_FILES = {
    "gif": "painted.gif",
    "mp4": "painted.mp4",
    "webp": "painted.webp",
    "poster": "poster.png",
}


def styles(services: Services) -> Json:
    """The styles on offer, each with the address of its picture."""
    return {
        "styles": [
            {
                "id": style.style_id,
                "title": style.title,
                "artist": style.artist,
                "year": style.year,
                "rights": style.rights,
                "stand_in": style.stand_in,
                "picture": f"{services.settings.site_url}/styles/{style.style_id}.jpg",
            }
            for style in services.catalogue.offered()
        ]
    }


def job_status(services: Services, job_id: str) -> Json:
    """Status and progress; the painting's paths are relative to the API. Raises JobNotFound."""
    job = _find(services, job_id)
    return {
        "job_id": job.job_id,
        "status": job.status.value,
        "style": job.wishes.style,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
        "expires_at": timestamp(expiry(job)),
        "reason": job.reason,
        "notes": list(job.notes),
        "clip": asdict(job.clip) if job.clip else None,
        "progress": asdict(job.progress) if job.progress else None,
        "preview": _preview(services, job),
        "painting": _painting(job) if job.status is Status.READY else None,
    }


def painting_link(services: Services, job_id: str, form: str) -> str:
    """A fresh address of the painted clip in one of PAINTING_FILES' forms. Raises JobNotFound."""
    job = _find(services, job_id)
    if job.status is not Status.READY:
        raise JobNotFound(f"the job {job_id} is {job.status.value}: there is no painting")
    file_name = PAINTING_FILES[form]
    return services.media.link(f"results/{job_id}/{file_name}", file_name)


def clip_link(services: Services, job_id: str) -> str:
    """A fresh address of the clip as it was uploaded. Raises JobNotFound."""
    job = _find(services, job_id)
    if job.status is Status.REJECTED:
        raise JobNotFound(f"the job {job_id} is rejected: its clip was not kept")
    return services.uploads.link(job.upload.key)


def delete_job(services: Services, job_id: str) -> None:
    """Removes everything of the job and stops it if it still runs. Raises JobNotFound.

    The record goes first. A deletion that broke off is finished by asking for it again.
    """
    upload_key = services.jobs.deleted_upload(job_id) if is_job_id(job_id) else None
    if upload_key is None:
        job = _find(services, job_id)
        services.jobs.delete(job)
        upload_key = job.upload.key
    services.workflow.stop(job_id, "The visitor deleted the job.")
    discard_upload(services, upload_key)
    delete_painting(services, job_id)
    logger.info("Deleted the job on the visitor's wish")


def delete_painting(services: Services, job_id: str) -> None:
    """Removes whatever the painter laid down for the job."""
    services.media.delete_prefix(f"checkpoints/{job_id}/")
    services.media.delete_prefix(f"results/{job_id}/")


def _find(services: Services, job_id: str) -> Job:
    if not is_job_id(job_id):
        raise JobNotFound("that is no name of a job")
    return services.jobs.get(job_id)


def _preview(services: Services, job: Job) -> str | None:
    if job.status is not Status.PAINTING or not job.progress or job.progress.frame == 0:
        return None
    return services.media.link(f"checkpoints/{job.job_id}/preview.jpg")


def _painting(job: Job) -> Json:
    path = f"/jobs/{job.job_id}/painting?format="
    return {form: path + form for form in PAINTING_FILES}
