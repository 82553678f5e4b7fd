"""The settings of each stage: one readable file beside this one, read into a frozen object."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import idna
import yaml

from infrastructure.errors import InvalidStage

STAGES = Path(__file__).parent
MOST_UPLOADS = 1000
"""A day's uploads of one visitor are kept in one row of the quotas."""
MOST_OF_DOMAINS = 2000
"""The environment of a function holds 4 KB."""


RANGES = {
    # The workflow waits for a painter for two hours, with half an hour to boot and to encode.
    "painting_minutes": (0.1, 90),
    "max_parts": (1, 40),
    "max_instances": (1, 1000),
    # Whole clip, part, and join each wait at most so long, within the two days of an execution.
    "patience_minutes": (1, 720),
}


@dataclass(frozen=True)
class Limits:
    """What an upload may be at most; `pixels` are those of one frame."""

    bytes: int
    pixels: int
    frames: int
    seconds: int


@dataclass(frozen=True)
class Quotas:
    """The most uploads in a day, for one mailbox and from one anonymous identity."""

    per_address: int
    per_identity: int


@dataclass(frozen=True)
class Stage:
    """One deployment's settings, as its file names them.

    An empty `site_url` is that of the distribution; `image_parameter` is the SSM parameter that
    holds the id of the painter's machine image, `build_image` whether a pipeline builds that image.
    A clip that needs more than `painting_minutes` on one machine is painted in up to `max_parts`
    parts at once; at most `max_instances` machines paint, and a job waits for its turn for
    `patience_minutes`.
    """

    name: str
    site_url: str
    sender: str
    mail_identity: str
    keep_days: int
    log_days: int
    instance_types: tuple[str, ...]
    markets: tuple[str, ...]
    image_parameter: str
    volume_gigabytes: int
    objective: str
    painting_minutes: float
    max_parts: int
    max_instances: int
    patience_minutes: int
    limits: Limits
    quotas: Quotas
    allowed_domains: tuple[str, ...] = ()
    denied_domains: tuple[str, ...] = ()
    distributed: bool = False
    domain: str = ""
    certificate_arn: str = ""
    hosted_zone_id: str = ""
    build_image: bool = False
    alarm_email: str = ""
    monthly_budget_usd: int = 0

    @property
    def stack_name(self) -> str:
        """The name of the CloudFormation stack."""
        return f"visualneurons-{self.name}"

    @property
    def operations_name(self) -> str:
        """The name of the stack of what watches the stage."""
        return f"{self.stack_name}-operations"

    def parameters(self) -> dict[str, str]:
        """The parameters of the template."""
        return {
            "Stage": self.name,
            "SiteUrl": self.site_url,
            "KeepDays": str(self.keep_days),
            "LogDays": str(self.log_days),
            "MailIdentity": self.mail_identity,
            "ImageParameter": self.image_parameter,
            "VolumeGigabytes": str(self.volume_gigabytes),
            "Distributed": str(self.distributed).lower(),
            "Domain": self.domain,
            "CertificateArn": self.certificate_arn,
            "HostedZoneId": self.hosted_zone_id,
            "BuildsImage": str(self.build_image).lower(),
            "BuildInstanceType": self.instance_types[-1],
        }

    def operations_parameters(self) -> dict[str, str]:
        """The parameters of the template of what watches the stage."""
        return {
            "Stage": self.name,
            "AlarmEmail": self.alarm_email,
            "MonthlyBudget": str(self.monthly_budget_usd),
        }


def stage_names(folder: Path = STAGES) -> tuple[str, ...]:
    """The stages that have a file."""
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


def load_stage(name: str, folder: Path = STAGES) -> Stage:
    """Read a stage's file. Raises InvalidStage, naming the stages or the settings concerned."""
    file = folder / f"{name}.yaml"
    if name not in stage_names(folder):
        raise InvalidStage(f"no stage {name!r}; there are {', '.join(stage_names(folder))}")
    settings = yaml.safe_load(file.read_text("utf-8"))
    try:
        return _stage(name, settings)
    except InvalidStage as error:
        raise InvalidStage(f"{file.name}: {error}") from error


def _stage(name: str, settings: dict[str, Any]) -> Stage:
    settings = {"name": name, "mail_identity": settings.get("sender"), **settings}
    _check_names(settings, Stage)
    _check_names(settings["limits"], Limits)
    _check_names(settings["quotas"], Quotas)
    stage = Stage(
        **{
            **settings,
            "instance_types": tuple(settings["instance_types"]),
            "markets": tuple(settings["markets"]),
            "limits": Limits(**settings["limits"]),
            "quotas": Quotas(**settings["quotas"]),
            "allowed_domains": _domains("allowed_domains", settings),
            "denied_domains": _domains("denied_domains", settings),
        }
    )
    _check_values(stage)
    return stage


def _check_names(settings: dict[str, Any], shape: type[Stage | Limits | Quotas]) -> None:
    known = {field.name for field in fields(shape)}
    wanted = {field.name for field in fields(shape) if field.default is MISSING}
    problems = [f"{name} is missing" for name in sorted(wanted - set(settings))]
    problems += [f"{name} is not known" for name in sorted(set(settings) - known)]
    if problems:
        raise InvalidStage("; ".join(problems))


def _domains(setting: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """As mails name them: `München.example` is `xn--mnchen-3ya.example`."""
    names = settings.get(setting, ())
    try:
        return tuple(idna.encode(name, uts46=True).decode() for name in names)
    except idna.IDNAError as error:
        raise InvalidStage(f"{setting} are {list(names)}: {error}") from error


def _out_of_range(stage: Stage) -> list[str]:
    return [
        f"{name} is {getattr(stage, name)}; it can be {least} to {most}"
        for name, (least, most) in RANGES.items()
        if not least <= getattr(stage, name) <= most
    ]


def _check_values(stage: Stage) -> None:
    problems = _out_of_range(stage)
    if not re.fullmatch(r"https?://[^/]+", stage.site_url) and not (
        stage.distributed and not stage.site_url
    ):
        problems.append(f"site_url is {stage.site_url!r}, not an origin without a slash at the end")
    if stage.domain and not (stage.certificate_arn and stage.site_url == f"https://{stage.domain}"):
        problems.append("a domain needs a certificate_arn and the site_url https://<domain>")
    if not set(stage.markets) <= {"spot", "on-demand"} or not stage.markets:
        problems.append(f"markets are {list(stage.markets)}; they can be spot and on-demand")
    if stage.objective not in ("auto", "vgg16", "patches"):
        problems.append(f"objective is {stage.objective!r}; it can be auto, vgg16 or patches")
    quotas = (stage.quotas.per_address, stage.quotas.per_identity)
    if not all(1 <= quota <= MOST_UPLOADS for quota in quotas):
        problems.append(f"quotas are {quotas}; each can be 1 to {MOST_UPLOADS}")
    characters = sum(map(len, (*stage.allowed_domains, *stage.denied_domains)))
    if characters > MOST_OF_DOMAINS:
        problems.append(
            f"allowed_domains and denied_domains have {characters} characters; "
            f"they can have {MOST_OF_DOMAINS}"
        )
    if not stage.instance_types:
        problems.append("instance_types are empty")
    if stage.monthly_budget_usd and not stage.alarm_email:
        problems.append("a monthly_budget_usd needs an alarm_email, whom it tells")
    if problems:
        raise InvalidStage("; ".join(problems))
