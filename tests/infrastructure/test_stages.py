import json
from pathlib import Path

import pytest
import yaml

from infrastructure.errors import InvalidStage
from infrastructure.stages import STAGES, load_stage, stage_names
from statemachine.definition import load_definition

CONFIG = STAGES.parent.parent / ".chalice" / "config.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "trial.yaml").write_text((STAGES / "dev.yaml").read_text())
    return tmp_path


def change(folder: Path, **changes: object) -> None:
    file = folder / "trial.yaml"
    file.write_text(yaml.safe_dump(yaml.safe_load(file.read_text()) | changes))


def test_there_are_three_stages_and_each_can_be_read() -> None:
    assert stage_names() == ("dev", "local", "prod")
    assert [load_stage(name).name for name in stage_names()] == ["dev", "local", "prod"]


def test_the_mail_identity_is_the_sender_unless_the_stage_says_another() -> None:
    assert load_stage("dev").mail_identity == load_stage("dev").sender
    assert load_stage("prod").sender.endswith("@" + load_stage("prod").mail_identity)


def test_an_unknown_stage_is_answered_with_those_that_exist() -> None:
    with pytest.raises(InvalidStage, match="dev, local, prod"):
        load_stage("production")


def test_every_missing_and_unknown_setting_is_named(folder: Path) -> None:
    settings = yaml.safe_load((folder / "trial.yaml").read_text())
    del settings["keep_days"]
    (folder / "trial.yaml").write_text(yaml.safe_dump(settings | {"colour": "red"}))
    with pytest.raises(InvalidStage, match=r"keep_days is missing; colour is not known"):
        load_stage("trial", folder)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("site_url", "https://paint.example/"),
        ("markets", ["auction"]),
        ("markets", []),
        ("objective", "oil"),
        ("instance_types", []),
        ("quotas", {"per_address": 0, "per_identity": 1}),
        ("quotas", {"per_address": 1, "per_identity": 5000}),
        ("denied_domains", ["not a domain"]),
        ("denied_domains", [f"{'a' * 60}{n}.example" for n in range(50)]),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    folder: Path, setting: str, value: object
) -> None:
    change(folder, **{setting: value})
    with pytest.raises(InvalidStage, match=setting):
        load_stage("trial", folder)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("max_instances", 0),
        ("max_parts", 0),
        ("patience_minutes", -1),
        ("patience_minutes", 5000),
        ("painting_minutes", 120),
    ],
)
def test_a_number_out_of_its_range_is_refused_with_what_it_can_be(
    folder: Path, setting: str, value: int
) -> None:
    change(folder, **{setting: value})
    with pytest.raises(InvalidStage, match=f"{setting} is {value}; it can be"):
        load_stage("trial", folder)


def test_all_waits_of_a_job_together_are_shorter_than_an_execution_may_be() -> None:
    definition = load_definition()
    (capacity,) = [
        retrier
        for retrier in definition["States"]["LaunchInstance"]["Retry"]
        if "CapacityExceeded" in retrier["ErrorEquals"]
    ]
    refused = capacity["MaxAttempts"] * capacity["MaxDelaySeconds"]
    painted = 3 * definition["States"]["PaintClip"]["TimeoutSeconds"]
    for name in stage_names():
        waited = 60 * load_stage(name).patience_minutes
        # As a whole clip, as a part, and to be joined.
        assert 3 * (waited + refused + painted) < definition["TimeoutSeconds"]


@pytest.mark.parametrize("stage", stage_names())
def test_all_logs_of_a_stage_are_kept_for_as_long(stage: str) -> None:
    config = json.loads(CONFIG.read_text())
    functions = config | config["stages"][stage]
    assert functions["log_retention_in_days"] == load_stage(stage).log_days


def test_domains_are_read_as_mails_name_them(folder: Path) -> None:
    change(folder, allowed_domains=["München.example", "Example.com"])
    assert load_stage("trial", folder).allowed_domains == ("xn--mnchen-3ya.example", "example.com")


def test_a_painter_has_less_time_than_the_workflow_waits_for_it() -> None:
    waits = load_definition()["States"]["PaintClip"]["TimeoutSeconds"]
    for name in stage_names():
        assert load_stage(name).painting_minutes * 60 < waits
