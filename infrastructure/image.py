"""The painter's machine image: what goes into it, and how it is built and put into use."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infrastructure.errors import DeploymentError
from infrastructure.stages import Stage
from infrastructure.template import load_template

REQUIREMENTS = Path(__file__).resolve().parent.parent / "gpu_task" / "requirements.txt"
_ON_A_CPU, _ON_A_GPU = "tensorflow-cpu", "tensorflow[and-cuda]"
_POLL_SECONDS = 30.0
_UNFINISHED = ("PENDING", "CREATING", "BUILDING", "TESTING", "DISTRIBUTING", "INTEGRATING")


class ImageFailed(DeploymentError):
    """The pipeline ended without an image; the message says why."""


@dataclass(frozen=True)
class Recipe:
    """What pip installs into the image, and the version that follows from all that makes it."""

    requirements: tuple[str, ...]
    version: str


def read_recipe(requirements: Path = REQUIREMENTS) -> Recipe:
    """The painter's requirements, with the TensorFlow that uses the GPU."""
    lines = (line.partition("#")[0].strip() for line in requirements.read_text("utf-8").split("\n"))
    wanted = tuple(line.replace(_ON_A_CPU, _ON_A_GPU) for line in lines if line)
    resources = load_template()["Resources"]
    parts = [resources["ImageComponent"], resources["ImageRecipe"], wanted]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Recipe(wanted, f"1.0.{int(digest[:7], 16)}")


def image_parameters(stage: Stage, requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """The parameters of the template that concern the image."""
    if not stage.build_image:
        return {"ImageVersion": "1.0.0", "PainterRequirements": ""}
    recipe = read_recipe(requirements)
    # The shell sees them: a version's < and > must stay what they are.
    quoted = " ".join(f"'{one}'" for one in recipe.requirements)
    return {"ImageVersion": recipe.version, "PainterRequirements": quoted}


class ImagePipeline:
    """A stage's pipeline. `sleep` waits so many seconds between looks."""

    def __init__(
        self,
        imagebuilder: Any,  # noqa: ANN401
        ssm: Any,  # noqa: ANN401
        arn: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._imagebuilder = imagebuilder
        self._ssm = ssm
        self._arn = arn
        self._sleep = sleep

    def build(self) -> str:
        """Build an image and wait for it. Returns its AMI id. Raises ImageFailed."""
        started = self._imagebuilder.start_image_pipeline_execution(imagePipelineArn=self._arn)
        while True:
            image = self._imagebuilder.get_image(
                imageBuildVersionArn=started["imageBuildVersionArn"]
            )["image"]
            state = image["state"]
            if state["status"] not in _UNFINISHED:
                break
            self._sleep(_POLL_SECONDS)
        if state["status"] != "AVAILABLE":
            raise ImageFailed(f"the image is {state['status']}: {state.get('reason', '')}")
        ami: str = image["outputResources"]["amis"][0]["image"]
        return ami

    def use(self, ami: str, parameter: str) -> None:
        """From now on, machines boot this image."""
        self._ssm.put_parameter(
            Name=parameter, Value=ami, Type="String", DataType="aws:ec2:image", Overwrite=True
        )
