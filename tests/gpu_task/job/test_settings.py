"""The painter's settings are read once, and a wrong one is named."""

import pytest

from gpu_task.job.settings import JobSettings, MissingSetting

ENVIRONMENT = {
    "STAGE": "dev",
    "PAINTERS_TABLE": "painters",
    "PAINTER_ROLE_ID": "AROAEXAMPLE",
    "MEDIA_BUCKET": "media",
    "OBJECTIVE": "auto",
    "PAINTING_MINUTES": "45",
    "MAX_PARTS": "4",
    "MAX_PIXELS": "1000000",
    "MAX_FRAMES": "300",
    "MAX_SECONDS": "30",
}


def test_a_whole_environment_becomes_settings() -> None:
    settings = JobSettings.from_environment(ENVIRONMENT)
    assert (settings.painting_minutes, settings.limits.frames) == (45, 300)


@pytest.mark.parametrize("name", sorted(ENVIRONMENT))
def test_a_missing_setting_is_named(name: str) -> None:
    rest = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(MissingSetting, match=name):
        JobSettings.from_environment(rest)


def test_an_amount_that_is_none_is_named() -> None:
    assert JobSettings.from_environment(ENVIRONMENT | {"PAINTING_MINUTES": "0.5"})
    with pytest.raises(MissingSetting, match="not a number: PAINTING_MINUTES"):
        JobSettings.from_environment(ENVIRONMENT | {"PAINTING_MINUTES": "half"})


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(MissingSetting, match="not a whole number: MAX_FRAMES"):
        JobSettings.from_environment(ENVIRONMENT | {"MAX_FRAMES": "many"})
