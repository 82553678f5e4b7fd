"""What the painter takes from S3 and lays there."""

from pathlib import Path
from typing import TYPE_CHECKING

from gpu_task.errors import PaintingFailed
from gpu_task.job.record import Assignment

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
    """The media bucket, seen from one painter of a job.

    All of the painter's own lies under `checkpoints/JOB/PAINTER/` and `results/JOB/PAINTER/`;
    `folder` is this machine's copy of what was fetched.
    """

    def __init__(
        self, s3: "S3Client", bucket: str, job_id: str, painter_id: str, folder: Path
    ) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._desk = f"checkpoints/{job_id}/{painter_id}"
        self._results = f"results/{job_id}/{painter_id}"
        self._folder = folder

    def fetch_clip(self) -> Path:
        """The clip as it was checked: the control plane has laid it here."""
        return self._fetch(f"{self._desk}/clip", "clip")

    def fetch_style(self, assignment: Assignment) -> Path:
        """The painting of the catalogue, or the picture that the visitor sent with the clip."""
        if assignment.style == OWN_STYLE:
            return self._fetch(f"{self._desk}/style", "style")
        key = f"styles/{assignment.style}.jpg"
        if not self._exists(key):
            raise PaintingFailed(f"the picture of the style {assignment.style} is gone")
        return self._fetch(key, "style")

    def fetch_artifact(self, name: str) -> Path | None:
        """A file of the artifacts (weights, say); None when the stage has none of that name."""
        key = f"artifacts/{name}"
        return self._fetch(key, Path(name).name) if self._exists(key) else None

    def store_result(self, file: Path) -> None:
        self._put(f"{self._results}/{file.name}", file.read_bytes())

    def store_preview(self, jpeg: bytes) -> None:
        self._put(f"{self._desk}/preview.jpg", jpeg)

    def save(self, name: str, data: bytes) -> None:
        """Keeps a part of the unfinished painting; overwrites the last one of that name."""
        self._put(f"{self._desk}/state/{name}", data)
        self._cached(name).write_bytes(data)

    def load(self, name: str) -> bytes | None:
        """What was kept under that name, by this instance or one before it."""
        cached = self._cached(name)
        if not cached.is_file():
            key = f"{self._desk}/state/{name}"
            if not self._exists(key):
                return None
            cached.write_bytes(self._read(key))
        return cached.read_bytes()

    def _cached(self, name: str) -> Path:
        # The encoders read every finished frame several times.
        cached = self._folder / "state" / name
        cached.parent.mkdir(parents=True, exist_ok=True)
        return cached

    def _fetch(self, key: str, name: str) -> Path:
        target = self._folder / name
        target.write_bytes(self._read(key))
        return target

    def _read(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def _exists(self, key: str) -> bool:
        # Reading a missing object is answered with 403 as well as 404, depending on the policy:
        # a listing tells the two apart.
        found = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        return any(entry["Key"] == key for entry in found.get("Contents", []))

    def _put(self, key: str, data: bytes) -> None:
        kind = CONTENT_TYPES.get(Path(key).suffix, "application/octet-stream")
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=kind)
