"""The local cloud as a whole: the emulator, its users, its inbox, and the machines it launches."""

from pathlib import Path
from typing import Self

from localcloud.admin import ask
from localcloud.credentials import Credentials, assume_role, create_deployer
from localcloud.emulator import Emulator, EmulatorSettings
from localcloud.faults import Faults
from localcloud.hypervisor import Hypervisor, HypervisorSettings
from localcloud.inbox import Mail, read_inbox
from localcloud.session import Session
from localcloud.state_file import CloudState


class LocalCloud:
    """AWS on one machine, for as long as the context lasts.

    `directory` keeps its logs; in `state_file` other processes find it.
    """

    def __init__(
        self,
        directory: Path,
        settings: EmulatorSettings | None = None,
        hypervisor: HypervisorSettings | None = None,
        state_file: Path | None = None,
    ) -> None:
        self.directory = directory
        self._state_file = state_file
        self._hypervisor_settings = hypervisor
        self.emulator = Emulator(directory / "emulator.log", settings)
        self._hypervisor: Hypervisor | None = None
        self.region = self.emulator.settings.region
        self.account = self.emulator.settings.account

    def __enter__(self) -> Self:
        self.emulator.__enter__()
        try:
            self._set_up()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End everything that runs."""
        try:
            if self._state_file is not None:
                CloudState.forget(self._state_file)
            if self._hypervisor is not None:
                self._hypervisor.stop()
        finally:
            self.emulator.stop()

    @property
    def endpoint_url(self) -> str:
        """Where all services answer."""
        return self.emulator.endpoint_url

    @property
    def root(self) -> Credentials:
        """The account's root, whom IAM never refuses: to look with, never for what is tested."""
        return self.emulator.root

    @property
    def hypervisor(self) -> Hypervisor:
        """What plays EC2's machines."""
        if self._hypervisor is None:
            raise RuntimeError("the local cloud is not running")
        return self._hypervisor

    def role(
        self, role_arn: str, session_name: str = "localcloud", seconds: int = 3600
    ) -> Credentials:
        """Temporary credentials of a role, whoever it trusts."""
        return assume_role(self.session(self.root).client("sts"), role_arn, session_name, seconds)

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

    def time_out(self, execution_arn: str) -> None:
        """Let the time that a running execution may take be over now."""
        ask(self.endpoint_url, "POST", "time-out", {"execution_arn": execution_arn})

    def _set_up(self) -> None:
        self.faults = Faults(self.endpoint_url)
        root = self.session(self.root)
        self.deployer = create_deployer(root)
        machines = self.directory / "instances"
        self._hypervisor = Hypervisor(root, machines, self._hypervisor_settings)
        self._hypervisor.start()
        if self._state_file is not None:
            state = CloudState(self.endpoint_url, self.region, self.account, self.deployer)
            state.write(self._state_file)
