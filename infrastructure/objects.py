"""Objects of a bucket that are written only when they differ."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CACHE_FOR_EVER = "public, max-age=31536000, immutable"
ASK_EVERY_TIME = "no-cache"
CACHE_FOR_A_DAY = "public, max-age=86400"

_MISSING = ("404", "NoSuchKey", "NotFound")
_HASH = "sha256"


@dataclass(frozen=True)
class Entry:
    """An object as it should be."""

    key: str
    body: bytes = field(repr=False)
    content_type: str
    cache_control: str | None = None

    @property
    def digest(self) -> str:
        """Of everything that is stored, so that other headers make another digest."""
        headers = f"{self.content_type}\n{self.cache_control}\n".encode()
        return hashlib.sha256(headers + self.body).hexdigest()


class Bucket:
    """One bucket."""

    def __init__(self, s3: "S3Client", name: str) -> None:
        self._s3 = s3
        self.name = name

    def put(self, entry: Entry) -> bool:
        """Write the object unless it is there as it should be. Returns whether it was written."""
        if self._digest(entry.key) == entry.digest:
            return False
        headers = {"CacheControl": entry.cache_control} if entry.cache_control else {}
        self._s3.put_object(
            Bucket=self.name,
            Key=entry.key,
            Body=entry.body,
            ContentType=entry.content_type,
            Metadata={_HASH: entry.digest},
            **headers,  # type: ignore[arg-type]
        )
        return True

    def put_file(self, key: str, file: Path, digest: str) -> bool:
        """Write a file of any size, unless one with this digest is there. Returns whether."""
        if self._digest(key) == digest:
            return False
        self._s3.upload_file(str(file), self.name, key, ExtraArgs={"Metadata": {_HASH: digest}})
        return True

    def read(self, key: str) -> bytes | None:
        """The object's content; None when there is none."""
        try:
            return self._s3.get_object(Bucket=self.name, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise

    def names(self, prefix: str = "") -> list[str]:
        """The keys under a prefix."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def delete(self, keys: list[str]) -> None:
        """Delete objects, as many as there are."""
        for start in range(0, len(keys), 1000):
            part = keys[start : start + 1000]
            self._s3.delete_objects(
                Bucket=self.name, Delete={"Objects": [{"Key": key} for key in part], "Quiet": True}
            )

    def _digest(self, key: str) -> str | None:
        try:
            return self._s3.head_object(Bucket=self.name, Key=key)["Metadata"].get(_HASH)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
