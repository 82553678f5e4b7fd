"""The command line, where it says no."""

import pytest

from infrastructure.__main__ import main
from tests.infrastructure.conftest import Stand


@pytest.fixture
def operator(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Somebody whose environment leads to the local cloud."""
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    for name, value in stand.cloud.environment(stand.cloud.deployer).items():
        monkeypatch.setenv(name, value)
    return stand


def test_nothing_is_deleted_unless_the_stages_name_is_typed(
    operator: Stand, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "yes"

    monkeypatch.setattr("builtins.input", answer)
    assert main(["destroy", "--stage", "local"]) == 0
    assert "with all jobs, clips and paintings" in asked[0]
    assert "Nothing was deleted" in capsys.readouterr().out
    operator.owner.client("s3").head_bucket(Bucket=operator.outputs["UploadsBucket"])


def test_deleting_a_stage_that_is_not_there_says_so(
    operator: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["destroy", "--stage", "prod", "--yes"]) == 0
    assert "There is no stack visualneurons-prod" in capsys.readouterr().out


def test_a_stage_without_a_pipeline_builds_no_image(
    operator: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["image", "--stage", "local"]) == 1
    assert "builds no image" in capsys.readouterr().err


def test_a_stage_that_is_not_deployed_cannot_be_tried(
    operator: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["smoke", "--stage", "dev", "--email", "me@example.org"]) == 1
    assert "there is no stack visualneurons-dev" in capsys.readouterr().err


def test_wheels_are_fetched_for_a_stage_that_is_there_only(
    operator: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wheelhouse", "--stage", "dev"]) == 1
    assert "there is no stack visualneurons-dev" in capsys.readouterr().err


def test_an_unknown_stage_is_answered_with_those_that_exist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["deploy", "--stage", "production"])
    assert "local" in capsys.readouterr().err
