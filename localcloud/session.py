"""boto3 sessions that talk to the local cloud."""

from typing import Any

import boto3

from localcloud.credentials import Credentials


class Session(boto3.Session):
    """A boto3 session whose clients use the local cloud's endpoint."""

    def __init__(self, endpoint_url: str, region: str, credentials: Credentials) -> None:
        super().__init__(
            credentials.access_key_id,
            credentials.secret_access_key,
            credentials.session_token,
            region_name=region,
        )
        self.endpoint_url = endpoint_url

    def client(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """A client of the service, as `boto3.Session.client` makes it."""
        return super().client(*arguments, **{"endpoint_url": self.endpoint_url, **options})

    def resource(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """A resource of the service, as `boto3.Session.resource` makes it."""
        return super().resource(*arguments, **{"endpoint_url": self.endpoint_url, **options})
