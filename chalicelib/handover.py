"""Lays out for a launched machine what it may reach: its clip, saved frames, and its record."""

from concurrent.futures import ThreadPoolExecutor

from chalicelib.errors import InvalidUpload
from chalicelib.jobs import Job
from chalicelib.media_keys import desk_of
from chalicelib.object_store import COPIES_AT_ONCE
from chalicelib.painters import Part
from chalicelib.services import Services
from chalicelib.uploads import OWN_STYLE, style_picture_key

_STATE = "state/"
_MANIFEST = ".json"


def hand_over(
    services: Services,
    job: Job,
    painter_id: str,
    part: Part | None,
    joins: tuple[Part, ...],
    inherits: tuple[str, ...],
) -> None:
    """Copies the clip and what the painters it `inherits` from have saved; the record comes last.

    Raises InvalidUpload when the clip is no longer the one that was checked.
    """
    desk = desk_of(job.job_id, painter_id)
    upload = job.upload
    services.media.copy_from(services.uploads, upload.key, f"{desk}clip", etag=upload.etag)
    if job.wishes.style == OWN_STYLE:
        if job.style_etag is None:
            raise InvalidUpload("Your own style picture was not checked; please send both again.")
        picture = style_picture_key(upload.key)
        services.media.copy_from(services.uploads, picture, f"{desk}style", etag=job.style_etag)
    for predecessor in inherits:
        _inherit(services, desk_of(job.job_id, predecessor), desk)
    services.painters.assign(painter_id, job, part, joins)


def _inherit(services: Services, source: str, target: str) -> None:
    media = services.media

    def copy_all(*, manifests: bool) -> None:
        keys = media.names(f"{source}{_STATE}")
        names = [key.removeprefix(source) for key in keys if key.endswith(_MANIFEST) == manifests]
        list(pool.map(lambda name: media.copy_from(media, source + name, target + name), names))

    with ThreadPoolExecutor(COPIES_AT_ONCE) as pool:
        # Whoever still writes lays a manifest down after all that it names. So manifests are taken
        # first, and only then it is looked at what there is.
        copy_all(manifests=True)
        copy_all(manifests=False)
