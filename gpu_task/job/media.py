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
    """The buckets, seen from one job."""

    def __init__(self, s3: "S3Client", settings: JobSettings, job_id: str) -> None:
        self._s3 = s3
        self._settings = settings
        self._job_id = job_id

    def fetch_clip(self, assignment: Assignment, folder: Path) -> Path:
        """Raises InvalidClip when the object is no longer the one that was checked."""
        target = folder / "clip"
        try:
            found = self._s3.get_object(
                Bucket=self._settings.uploads_bucket,
                Key=assignment.upload_key,
                IfMatch=assignment.upload_etag,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in ("PreconditionFailed", "NoSuchKey", "412"):
                raise InvalidClip(
                    "The file was replaced or removed before it was painted; please send it again."
                ) from error
            raise
        target.write_bytes(found["Body"].read())
        return target

    def fetch_style(self, assignment: Assignment, folder: Path) -> Path:
        """The painting of the catalogue, or the picture that the visitor laid beside the clip."""
        target = folder / "style"
        bucket, key = self._settings.media_bucket, f"styles/{assignment.style}.jpg"
        if assignment.style == OWN_STYLE:
            bucket = self._settings.uploads_bucket
            key = f"{assignment.upload_key.rpartition('.')[0]}.style"
        try:
            self._s3.download_file(bucket, key, str(target))
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                raise PaintingFailed(
                    f"the picture of the style {assignment.style} is gone"
                ) from error
            raise
        return target

    def fetch_artifact(self, name: str, folder: Path) -> Path | None:
        """A file of the artifacts (weights, say); None when the stage has none of that name."""
        key = f"artifacts/{name}"
        if not self._exists(key):
            return None
        target = folder / Path(name).name
        self._s3.download_file(self._settings.media_bucket, key, str(target))
        return target

    def store_result(self, file: Path) -> None:
        self._put(f"results/{self._job_id}/{file.name}", file.read_bytes())

    def store_preview(self, jpeg: bytes) -> None:
        self._put(f"checkpoints/{self._job_id}/preview.jpg", jpeg)

    def save(self, name: str, data: bytes) -> None:
        """Keeps a part of the unfinished painting; overwrites the last one of that name."""
        self._put(f"checkpoints/{self._job_id}/state/{name}", data)

    def load(self, name: str) -> bytes | None:
        """What was kept under that name, by this instance or one before it."""
        key = f"checkpoints/{self._job_id}/state/{name}"
        if not self._exists(key):
            return None
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
