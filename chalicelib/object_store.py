"""S3 as the control plane sees it: uploads are read once, media are linked to and removed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.errors import InvalidUpload, ObjectGone

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

LINK_SECONDS = 3600
COPIES_AT_ONCE = 16
REPLACED = (
    "The file was replaced or removed while it was being looked at; please upload it once more."
)
_DELETED_AT_ONCE = 1000

_NOT_THERE = frozenset({"400", "403", "404"})
_NOT_TO_BE_READ = frozenset(
    {"PreconditionFailed", "NoSuchKey", "412", "404", "InvalidRequest", "InvalidObjectState"}
)
"""The last ones, and 400: encrypted by a key of the visitor's own, archived. It stays so."""


@dataclass(frozen=True)
class StoredObject:
    """What a HEAD request says."""

    etag: str
    bytes: int
    metadata: dict[str, str]


class ObjectStore:
    """One bucket."""

    def __init__(self, s3: "S3Client", bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def head(self, key: str) -> StoredObject:
        """Raises ObjectGone when no such object is there (any more), or none that can be read."""
        try:
            found = self._s3.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOT_THERE:
                raise ObjectGone("the object is gone or cannot be read") from error
            raise
        return StoredObject(found["ETag"], found["ContentLength"], found["Metadata"])

    def read_unchanged(self, key: str, etag: str) -> bytes:
        """Raises InvalidUpload when the object is gone or is no longer the one with this ETag."""
        try:
            return self._s3.get_object(Bucket=self._bucket, Key=key, IfMatch=etag)["Body"].read()
        except ClientError as error:
            if self._is_gone(key, error):
                raise InvalidUpload(REPLACED) from error
            raise

    def copy_from(
        self, source: "ObjectStore", key: str, target: str, etag: str | None = None
    ) -> None:
        """The content alone: a visitor's metadata holds an address.

        Raises InvalidUpload when an ETag is given and the source has another one, or is gone.
        """
        condition = {"CopySourceIfMatch": etag} if etag else {}
        try:
            self._s3.copy_object(
                Bucket=self._bucket,
                Key=target,
                CopySource={"Bucket": source._bucket, "Key": key},
                MetadataDirective="REPLACE",
                **condition,  # type: ignore[arg-type]
            )
        except ClientError as error:
            if etag and source._is_gone(key, error):
                raise InvalidUpload(REPLACED) from error
            raise

    def _is_gone(self, key: str, error: ClientError) -> bool:
        """Whether an object is not, or not any more, what it was, given how reading it failed."""
        code = error.response["Error"]["Code"]
        return code in _NOT_TO_BE_READ or (code == "AccessDenied" and not self.exists(key))

    def names(self, prefix: str) -> list[str]:
        """The keys under a prefix."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def read(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def exists(self, key: str) -> bool:
        """By a listing: reading a missing object is answered with 403 where listing is limited."""
        found = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        return any(entry["Key"] == key for entry in found.get("Contents", []))

    def link(self, key: str, file_name: str | None = None, content_type: str | None = None) -> str:
        """A presigned address that dies with the credentials it was made with, or after an hour.

        With a file name, a browser that is sent there saves the file; pages can show it as well.
        Name and content type take the place of those that the file was stored with.
        """
        parameters = {"Bucket": self._bucket, "Key": key}
        if file_name:
            parameters["ResponseContentDisposition"] = f'attachment; filename="{file_name}"'
        if content_type:
            parameters["ResponseContentType"] = content_type
        return self._s3.generate_presigned_url("get_object", parameters, ExpiresIn=LINK_SECONDS)

    def delete(self, key: str) -> None:
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def delete_prefix(self, prefix: str) -> None:
        """Deletes every object under the prefix, which must name one job's folder."""
        found: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in self.names(prefix)]
        for start in range(0, len(found), _DELETED_AT_ONCE):
            some = found[start : start + _DELETED_AT_ONCE]
            self._s3.delete_objects(Bucket=self._bucket, Delete={"Objects": some, "Quiet": True})
