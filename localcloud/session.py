"""boto3 sessions that talk to the local cloud."""

import os
from typing import Any

import boto3
import botocore.loaders
import botocore.session

from localcloud.credentials import Credentials

# Neither the profile nor the files of whoever runs this say anything about the local cloud.
VARIABLES: dict[str, Any] = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
# Shared, as every loader reads and parses the models of the services again.
LOADER = botocore.loaders.create_loader()


class Session(boto3.Session):
    """A boto3 session whose clients use the local cloud's endpoint.

    Without credentials its clients cannot sign.
    """

    def __init__(self, endpoint_url: str, region: str, credentials: Credentials | None) -> None:
        core = botocore.session.Session(VARIABLES)
        core.register_component("data_loader", LOADER)
        if credentials is not None:
            core.set_credentials(
                credentials.access_key_id, credentials.secret_access_key, credentials.session_token
            )
        super().__init__(region_name=region, botocore_session=core)
        self.endpoint_url = endpoint_url

    def client(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """A client of the service, as `boto3.Session.client` makes it."""
        return super().client(*arguments, **{"endpoint_url": self.endpoint_url, **options})

    def resource(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """A resource of the service, as `boto3.Session.resource` makes it."""
        return super().resource(*arguments, **{"endpoint_url": self.endpoint_url, **options})
