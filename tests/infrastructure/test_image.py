from pathlib import Path
from typing import Any

import pytest

from infrastructure.image import ImageFailed, ImagePipeline, image_parameters, read_recipe
from infrastructure.stages import load_stage


class Builder:
    """Image Builder and the parameter store, as far as a pipeline asks them."""

    def __init__(self, *states: dict[str, str]) -> None:
        self.states = list(states)
        self.stored: dict[str, Any] = {}

    def start_image_pipeline_execution(self, imagePipelineArn: str) -> dict[str, str]:  # noqa: N803
        return {"imageBuildVersionArn": f"{imagePipelineArn}/1"}

    def get_image(self, imageBuildVersionArn: str) -> dict[str, Any]:  # noqa: N803
        assert imageBuildVersionArn == "pipeline/1"
        made = {"amis": [{"region": "eu-central-1", "image": "ami-1"}]}
        return {"image": {"state": self.states.pop(0), "outputResources": made}}

    def put_parameter(self, **request: Any) -> None:
        self.stored = request


def test_an_image_is_waited_for_and_put_into_use() -> None:
    builder = Builder({"status": "BUILDING"}, {"status": "TESTING"}, {"status": "AVAILABLE"})
    waited: list[float] = []
    pipeline = ImagePipeline(builder, builder, "pipeline", waited.append)
    ami = pipeline.build()
    pipeline.use(ami, "/visualneurons/dev/painter-image")
    assert ami == "ami-1"
    assert len(waited) == 2
    assert builder.stored["Name"] == "/visualneurons/dev/painter-image"
    assert builder.stored["Value"] == "ami-1"
    assert builder.stored["DataType"] == "aws:ec2:image"


def test_a_build_that_fails_says_why() -> None:
    builder = Builder({"status": "FAILED", "reason": "no GPU quota"})
    with pytest.raises(ImageFailed, match="no GPU quota"):
        ImagePipeline(builder, builder, "pipeline").build()


def test_the_image_has_the_painters_requirements_with_the_tensorflow_for_gpus() -> None:
    recipe = read_recipe()
    assert any(one.startswith("tensorflow[and-cuda]") for one in recipe.requirements)
    assert not any(one.startswith("tensorflow-cpu") for one in recipe.requirements)


def test_other_requirements_make_another_version(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("numpy==2.0  # arrays\n\n")
    before = read_recipe(file)
    assert before.requirements == ("numpy==2.0",)
    assert before == read_recipe(file)
    file.write_text("numpy==2.1\n")
    assert read_recipe(file).version != before.version


def test_a_stage_that_builds_no_image_installs_nothing() -> None:
    assert image_parameters(load_stage("local"))["PainterRequirements"] == ""
    assert "numpy" in image_parameters(load_stage("prod"))["PainterRequirements"]
