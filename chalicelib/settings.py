"""Every setting of the functions, read once from the environment into one frozen object."""

import re
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
    painters_table: str
    line_table: str
    painter_role_id: str
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
    painting_minutes: float
    max_parts: int
    max_instances: int
    patience_minutes: int
    keep_days: int
    limits: Limits
    quotas: Quotas
    domains: DomainPolicy

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises MissingSetting, naming every variable that is missing or malformed."""
        read = _Reader(environment)
        settings = cls(
            stage=read.text("STAGE"),
            uploads_bucket=read.text("UPLOADS_BUCKET"),
            media_bucket=read.text("MEDIA_BUCKET"),
            jobs_table=read.text("JOBS_TABLE"),
            painters_table=read.text("PAINTERS_TABLE"),
            line_table=read.text("LINE_TABLE"),
            painter_role_id=read.text("PAINTER_ROLE_ID"),
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
            painting_minutes=read.amount("PAINTING_MINUTES"),
            max_parts=read.number("MAX_PARTS"),
            max_instances=read.number("MAX_INSTANCES"),
            patience_minutes=read.number("PATIENCE_MINUTES"),
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
        is_number = value.isascii() and value.isdigit()
        if value and not is_number:
            self._problems.append(f"{name} is {value!r}, not a whole number")
        return int(value) if is_number else 0

    def amount(self, name: str) -> float:
        value = self.text(name)
        is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) is not None
        if value and not is_number:
            self._problems.append(f"{name} is {value!r}, not a number")
        return float(value) if is_number else 0.0

    def finish(self) -> None:
        if self._problems:
            raise MissingSetting("; ".join(self._problems))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
