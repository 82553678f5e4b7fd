"""What the painter takes from S3 and lays there."""

from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from gpu_task.errors import InvalidClip, PaintingFailed
from gpu_task.job.record import Assignment
from gpu_task.job.settings import JobSettings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

OWN_STYLE = "own"
CONTENT_TYPES = {
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webp": "image/webp",
}


class Media:
    """The buckets, seen from one job; `folder` is this machine's copy of what was fetched."""

    def __init__(self, s3: "S3Client", settings: JobSettings, job_id: str, folder: Path) -> None:
        self._s3 = s3
        self._settings = settings
        self._job_id = job_id
        self._folder = folder

    def fetch_clip(self, assignment: Assignment) -> Path:
        """Raises InvalidClip when the object is no longer the one that was checked."""
        return self._fetch_upload(assignment.upload_key, assignment.upload_etag, "clip")

    def fetch_style(self, assignment: Assignment) -> Path:
        """The painting of the catalogue, or the picture that the visitor laid beside the clip."""
        if assignment.style == OWN_STYLE:
            key = f"{assignment.upload_key.rpartition('.')[0]}.style"
            return self._fetch_upload(key, assignment.style_etag or "", "style")
        key = f"styles/{assignment.style}.jpg"
        if not self._exists(key):
            raise PaintingFailed(f"the picture of the style {assignment.style} is gone")
        return self._fetch(key, "style")

    def fetch_artifact(self, name: str) -> Path | None:
        """A file of the artifacts (weights, say); None when the stage has none of that name."""
        key = f"artifacts/{name}"
        return self._fetch(key, Path(name).name) if self._exists(key) else None

    def store_result(self, file: Path) -> None:
        self._put(f"results/{self._job_id}/{file.name}", file.read_bytes())

    def store_preview(self, jpeg: bytes) -> None:
        self._put(f"checkpoints/{self._job_id}/preview.jpg", jpeg)

    def save(self, name: str, data: bytes) -> None:
        """Keeps a part of the unfinished painting; overwrites the last one of that name."""
        self._put(f"checkpoints/{self._job_id}/state/{name}", data)
        self._cached(name).write_bytes(data)

    def load(self, name: str) -> bytes | None:
        """What was kept under that name, by this instance or one before it."""
        cached = self._cached(name)
        if not cached.is_file():
            key = f"checkpoints/{self._job_id}/state/{name}"
            if not self._exists(key):
                return None
            cached.write_bytes(self._read(key))
        return cached.read_bytes()

    def _cached(self, name: str) -> Path:
        # The encoders read every finished frame several times.
        cached = self._folder / "state" / name
        cached.parent.mkdir(parents=True, exist_ok=True)
        return cached

    def _fetch_upload(self, key: str, etag: str, name: str) -> Path:
        target = self._folder / name
        try:
            found = self._s3.get_object(Bucket=self._settings.uploads_bucket, Key=key, IfMatch=etag)
        except ClientError as error:
            # A missing object is answered with 403 where listing is not allowed.
            if error.response["Error"]["Code"] in (
                "PreconditionFailed",
                "NoSuchKey",
                "AccessDenied",
            ):
                raise InvalidClip(
                    "The file was replaced or removed before it was painted; please send it again."
                ) from error
            raise
        target.write_bytes(found["Body"].read())
        return target

    def _fetch(self, key: str, name: str) -> Path:
        target = self._folder / name
        target.write_bytes(self._read(key))
        return target

    def _read(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._settings.media_bucket, Key=key)["Body"].read()

    def _exists(self, key: str) -> bool:
        # Reading a missing object is answered with 403 as well as 404, depending on the policy:
        # a listing tells the two apart.
        found = self._s3.list_objects_v2(Bucket=self._settings.media_bucket, Prefix=key, MaxKeys=1)
        return any(entry["Key"] == key for entry in found.get("Contents", []))

    def _put(self, key: str, data: bytes) -> None:
        kind = CONTENT_TYPES.get(Path(key).suffix, "application/octet-stream")
        self._s3.put_object(
            Bucket=self._settings.media_bucket, Key=key, Body=data, ContentType=kind
        )
