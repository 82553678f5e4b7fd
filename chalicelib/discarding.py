"""What will not be painted is not kept."""

from chalicelib.services import Services
from chalicelib.uploads import style_picture_key


def discard_upload(services: Services, upload_key: str) -> None:
    """Deletes a job's clip, and the visitor's own style picture beside it."""
    services.uploads.delete(upload_key)
    services.uploads.delete(style_picture_key(upload_key))
