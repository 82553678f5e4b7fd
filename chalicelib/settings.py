"""Every setting of the functions, read once from the environment into one frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.addresses import DomainPolicy
from chalicelib.errors import MissingSetting
from chalicelib.limits import Limits, Quotas


@dataclass(frozen=True)
class Settings:
    """What a deployment tells the functions; names are those of the environment, lower-cased."""

    stage: str
    uploads_bucket: str
    media_bucket: str
    jobs_table: str
    quotas_table: str
    state_machine_arn: str
    launch_template: str
    subnet_ids: tuple[str, ...]
    instance_types: tuple[str, ...]
    markets: tuple[str, ...]
    sender: str
    configuration_set: str
    site_url: str
    painter_package: str
    painter_logs: str
    wheelhouse: str
    objective: str
    painting_minutes: int
    keep_days: int
    limits: Limits
    quotas: Quotas
    domains: DomainPolicy

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises MissingSetting, naming every variable that is missing or is no whole number."""
        read = _Reader(environment)
        settings = cls(
            stage=read.text("STAGE"),
            uploads_bucket=read.text("UPLOADS_BUCKET"),
            media_bucket=read.text("MEDIA_BUCKET"),
            jobs_table=read.text("JOBS_TABLE"),
            quotas_table=read.text("QUOTAS_TABLE"),
            state_machine_arn=read.text("STATE_MACHINE_ARN"),
            launch_template=read.text("LAUNCH_TEMPLATE"),
            subnet_ids=read.words("SUBNET_IDS"),
            instance_types=read.words("INSTANCE_TYPES"),
            markets=read.words("MARKETS"),
            sender=read.text("SENDER"),
            configuration_set=read.text("CONFIGURATION_SET"),
            site_url=read.text("SITE_URL"),
            painter_package=read.text("PAINTER_PACKAGE"),
            painter_logs=read.text("PAINTER_LOGS"),
            wheelhouse=read.some_text("WHEELHOUSE"),
            objective=read.text("OBJECTIVE"),
            painting_minutes=read.number("PAINTING_MINUTES"),
            keep_days=read.number("KEEP_DAYS"),
            limits=Limits(
                bytes=read.number("MAX_BYTES"),
                pixels=read.number("MAX_PIXELS"),
                frames=read.number("MAX_FRAMES"),
                seconds=read.number("MAX_SECONDS"),
            ),
            quotas=Quotas(
                per_address=read.number("UPLOADS_PER_ADDRESS"),
                per_identity=read.number("UPLOADS_PER_IDENTITY"),
            ),
            domains=DomainPolicy(
                allowed=read.some_words("ALLOWED_DOMAINS"),
                denied=read.some_words("DENIED_DOMAINS"),
            ),
        )
        read.finish()
        return settings


class _Reader:
    """Collects every problem, so that one failed start names them all."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._problems: list[str] = []

    def text(self, name: str) -> str:
        value = self._environment.get(name, "").strip()
        if not value:
            self._problems.append(f"{name} is missing")
        return value

    def some_text(self, name: str) -> str:
        """May be empty; missing it may not be."""
        if name not in self._environment:
            return self.text(name)
        return self._environment[name].strip()

    def words(self, name: str) -> tuple[str, ...]:
        return _words(self.text(name))

    def some_words(self, name: str) -> tuple[str, ...]:
        """As `some_text`."""
        return _words(self.some_text(name))

    def number(self, name: str) -> int:
        value = self.text(name)
        if value and not value.isdigit():
            self._problems.append(f"{name} is {value!r}, not a whole number")
        return int(value) if value.isdigit() else 0

    def finish(self) -> None:
        if self._problems:
            raise MissingSetting("; ".join(self._problems))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
