"""What will not be painted, or is deleted, is not kept."""

from chalicelib.media_keys import checkpoints_of, results_of
from chalicelib.services import Services
from chalicelib.uploads import style_picture_key


def discard_upload(services: Services, upload_key: str) -> None:
    """Deletes a job's clip, and the visitor's own style picture beside it."""
    services.uploads.delete(upload_key)
    services.uploads.delete(style_picture_key(upload_key))


def finish_deletions(services: Services) -> None:
    """A machine writes until it ends: what is left of deleted jobs goes once theirs are gone."""
    for place in services.deletions.places():
        if services.instances.ending_of_job(place.job_id):
            continue
        remains = services.jobs.remains(place.job_id)
        for painter_id in remains.painters if remains else ():
            services.painters.delete(painter_id)
        discard_painting(services, place.job_id)
        services.deletions.leave(place)


def discard_painting(services: Services, job_id: str) -> None:
    """Deletes whatever the job's painters were given and have laid down."""
    services.media.delete_prefix(checkpoints_of(job_id))
    services.media.delete_prefix(results_of(job_id))
