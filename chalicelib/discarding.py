"""What will not be painted, or is deleted, is not kept."""

from chalicelib.media_keys import checkpoints_of, results_of
from chalicelib.services import Services
from chalicelib.uploads import style_picture_key


def discard_upload(services: Services, upload_key: str) -> None:
    """Deletes a job's clip, and the visitor's own style picture beside it."""
    services.uploads.delete(upload_key)
    services.uploads.delete(style_picture_key(upload_key))


def discard_painting(services: Services, job_id: str) -> None:
    """Deletes whatever the job's painters were given and have laid down."""
    services.media.delete_prefix(checkpoints_of(job_id))
    services.media.delete_prefix(results_of(job_id))
