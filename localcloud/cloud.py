"""The local cloud as a whole: the emulator, its users, its inbox, and the machines it launches."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3

from localcloud.credentials import Credentials, assume_role, create_deployer
from localcloud.emulator import Emulator, EmulatorSettings
from localcloud.faults import Faults
from localcloud.inbox import Mail, read_inbox


class Session(boto3.Session):
    """A boto3 session whose clients talk to the local cloud."""

    def __init__(self, endpoint_url: str, region: str, credentials: Credentials) -> None:
        super().__init__(
            credentials.access_key_id,
            credentials.secret_access_key,
            credentials.session_token,
            region_name=region,
        )
        self._endpoint_url = endpoint_url

    def client(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """A client of the service, as `boto3.Session.client` makes it."""
        return super().client(*arguments, **{"endpoint_url": self._endpoint_url, **options})

    def resource(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """A resource of the service, as `boto3.Session.resource` makes it."""
        return super().resource(*arguments, **{"endpoint_url": self._endpoint_url, **options})


class LocalCloud:
    """AWS on one machine, for as long as the context lasts; `directory` keeps its logs."""

    def __init__(self, directory: Path, settings: EmulatorSettings | None = None) -> None:
        self.directory = directory
        self._emulator = Emulator(directory / "emulator.log", settings)
        self.region = self._emulator.settings.region
        self.account = self._emulator.settings.account

    def __enter__(self) -> Self:
        self._emulator.__enter__()
        try:
            self._set_up()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End everything that runs."""
        self._emulator.stop()

    @property
    def endpoint_url(self) -> str:
        """Where all services answer."""
        return self._emulator.endpoint_url

    @property
    def root(self) -> Credentials:
        """The account's root, whom IAM never refuses: to look with, never for what is tested."""
        return self._emulator.root

    def role(self, role_arn: str, session_name: str = "localcloud") -> Credentials:
        """Temporary credentials of a role, whoever it trusts."""
        return assume_role(self.session(self.root).client("sts"), role_arn, session_name)

    def environment(self, credentials: Credentials) -> dict[str, str]:
        """The variables that make a subprocess use the local cloud with these credentials."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            **credentials.environment(),
        }

    def session(self, credentials: Credentials | None = None) -> Session:
        """A boto3 session, the deployer's unless other credentials are given."""
        return Session(self.endpoint_url, self.region, credentials or self.deployer)

    def inbox(self) -> tuple[Mail, ...]:
        """All mails sent so far, the oldest first."""
        return read_inbox(self.endpoint_url)

    def _set_up(self) -> None:
        self.faults = Faults(self.endpoint_url)
        self.deployer = create_deployer(self.session(self.root))
