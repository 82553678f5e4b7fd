"""A visitor of the page: uploads as the browser does, with an identity of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore import UNSIGNED
from botocore.config import Config

from localcloud.credentials import Credentials
from localcloud.session import Session

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Visitor:
    """An unauthenticated Cognito identity and its temporary credentials."""

    endpoint_url: str
    region: str
    identity_id: str
    credentials: Credentials

    @classmethod
    def arrive(cls, endpoint_url: str, region: str, identity_pool_id: str) -> "Visitor":
        """Ask the identity pool for a new identity, without any credentials."""
        nobody = Session(endpoint_url, region, None)
        unsigned = Config(signature_version=UNSIGNED)
        cognito = nobody.client("cognito-identity", config=unsigned)
        identity_id = cognito.get_id(IdentityPoolId=identity_pool_id)["IdentityId"]
        key = cognito.get_credentials_for_identity(IdentityId=identity_id)["Credentials"]
        credentials = Credentials(key["AccessKeyId"], key["SecretKey"], key["SessionToken"])
        return cls(endpoint_url, region, identity_id, credentials)

    def s3(self) -> "S3Client":
        """An S3 client with the visitor's credentials."""
        session = Session(self.endpoint_url, self.region, self.credentials)
        client: S3Client = session.client("s3", config=Config(signature_version="s3v4"))
        return client

    def upload(
        self,
        bucket: str,
        name: str,
        content: bytes,
        metadata: Mapping[str, str],
        content_type: str = "image/gif",
    ) -> str:
        """Put a file below the visitor's own prefix; returns its key. Metadata must be ASCII."""
        key = f"uploads/{self.identity_id}/{name}"
        self.s3().put_object(
            Bucket=bucket, Key=key, Body=content, ContentType=content_type, Metadata=dict(metadata)
        )
        return key
