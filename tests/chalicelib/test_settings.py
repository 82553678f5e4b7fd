"""Settings are read once, and a wrong one is named."""

import pytest

from chalicelib.addresses import DomainPolicy
from chalicelib.errors import MissingSetting
from chalicelib.settings import Settings
from tests.chalicelib.builders import ENVIRONMENT, LIMITS, QUOTAS, settings


def test_a_whole_environment_becomes_settings() -> None:
    read = settings()
    assert read.markets == ("spot", "on-demand")
    assert read.limits == LIMITS
    assert read.quotas == QUOTAS
    assert read.domains == DomainPolicy(allowed=(), denied=("denied.example",))


@pytest.mark.parametrize("name", sorted(ENVIRONMENT))
def test_a_missing_setting_is_named(name: str) -> None:
    rest = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(MissingSetting, match=f"{name} is missing"):
        Settings.from_environment(rest)


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(MissingSetting, match="STAGE is missing; KEEP_DAYS is 'soon'"):
        settings(STAGE=" ", KEEP_DAYS="soon")
