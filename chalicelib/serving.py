"""What the HTTP routes answer. No answer ever holds an e-mail address."""

from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.clock import timestamp
from chalicelib.discarding import discard_painting, discard_upload
from chalicelib.errors import JobNotFound
from chalicelib.job_store import expiry
from chalicelib.jobs import Job, Status
from chalicelib.logs import logger
from chalicelib.media_keys import desk_of, results_by
from chalicelib.painters import Progress, progress_of
from chalicelib.services import Services
from chalicelib.turns import give_up_turn
from chalicelib.uploads import is_job_id, parse_key

Json = dict[str, Any]

PAINTING_FILES = {
    "gif": "painted.gif",
    "mp4": "painted.mp4",
    "webp": "painted.webp",
    "poster": "poster.png",
}

_CLIP_TYPES = {
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
    "png": "image/png",
    "webm": "video/webm",
    "webp": "image/webp",
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
    work = _work(services, job)
    return {
        "job_id": job.job_id,
        "status": work.status.value,
        "style": job.wishes.style,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
        "expires_at": timestamp(expiry(job)),
        "reason": job.reason,
        "notes": list(work.notes),
        "clip": asdict(job.clip) if job.clip else None,
        "progress": asdict(work.progress) if work.progress else None,
        "preview": services.media.link(work.preview) if work.preview else None,
        "painting": _painting(job) if job.status is Status.READY else None,
    }


def painting_link(services: Services, job_id: str, form: str) -> str:
    """A fresh address of the painted clip in one of PAINTING_FILES' forms. Raises JobNotFound."""
    job = _find(services, job_id)
    if job.status is not Status.READY or job.painter_id is None:
        raise JobNotFound(f"the job {job_id} is {job.status.value}: there is no painting")
    file_name = PAINTING_FILES[form]
    return services.media.link(results_by(job_id, job.painter_id) + file_name, file_name)


def clip_link(services: Services, job_id: str) -> str:
    """A fresh address of the clip as it was uploaded. Raises JobNotFound.

    Its type is never what the visitor said it was: that could make it a page with scripts.
    """
    job = _find(services, job_id)
    if job.status is Status.REJECTED:
        raise JobNotFound(f"the job {job_id} is rejected: its clip is not shown")
    extension = parse_key(job.upload.key).extension
    content_type = _CLIP_TYPES.get(extension, "application/octet-stream")
    return services.uploads.link(job.upload.key, f"clip.{extension}", content_type)


def delete_job(services: Services, job_id: str) -> None:
    """Removes everything of the job and stops it if it still runs. Raises JobNotFound.

    The record goes first. A deletion that broke off, and what a machine still lays down until it
    ends, is finished by the reaper, or by asking for it again.
    """
    remains = services.jobs.remains(job_id) if is_job_id(job_id) else None
    if remains is None:
        remains = services.jobs.delete(_find(services, job_id))
    services.deletions.stand(job_id, None)
    services.workflow.stop(job_id, "The visitor deleted the job.")
    for painter_id in remains.painters:
        services.painters.delete(painter_id)
    give_up_turn(services, job_id)
    discard_upload(services, remains.upload_key)
    discard_painting(services, job_id)
    logger.info("Deleted the job on the visitor's wish")


def _find(services: Services, job_id: str) -> Job:
    if not is_job_id(job_id):
        raise JobNotFound("that is no name of a job")
    return services.jobs.get(job_id)


@dataclass(frozen=True)
class _Work:
    """What a job's painters tell together; `preview` is a key of the media."""

    status: Status
    progress: Progress | None = None
    notes: tuple[str, ...] = ()
    preview: str | None = None


def _work(services: Services, job: Job) -> _Work:
    if job.painter_id is None:
        return _Work(job.status)
    present = services.painters.get(job.painter_id)
    progress, shown = present.progress, [present]
    if progress is None or progress.of == 0:
        # It reads the clip, or has found it to be too long: then others paint the parts.
        painters = [services.painters.get(painter_id) for painter_id in job.painters]
        shown = [painter for painter in painters if painter.part is not None]
        progress = progress_of(shown, job.clip.frames if job.clip else 0) or progress
    if job.status is not Status.STARTING or progress is None:
        return _Work(job.status, progress, present.notes)
    desks = [desk_of(job.job_id, p.painter_id) for p in shown if p.progress and p.progress.frame]
    preview = f"{desks[-1]}preview.jpg" if desks else None
    return _Work(Status.PAINTING, progress, present.notes, preview)


def _painting(job: Job) -> Json:
    path = f"/jobs/{job.job_id}/painting?format="
    return {form: path + form for form in PAINTING_FILES}
