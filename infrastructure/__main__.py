"""`python -m infrastructure deploy --stage dev`, `destroy --stage dev`, and `check`."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

import boto3

from infrastructure.check import check
from infrastructure.deploy import Options, deploy
from infrastructure.destroy import LEFT_BEHIND, destroy
from infrastructure.errors import DeploymentError
from infrastructure.image import ImagePipeline
from infrastructure.smoke import Wish, page_config, small_clip, smoke
from infrastructure.stack import Stack
from infrastructure.stages import Stage, load_stage, stage_names


def main(arguments: list[str] | None = None) -> int:
    """Run a command with the credentials of the environment. Returns the exit status."""
    chosen = _parser().parse_args(arguments)
    endpoint_url = os.environ.get("AWS_ENDPOINT_URL")
    try:
        if chosen.command == "check":
            print("\n".join(check()))
        elif chosen.command == "deploy":
            _deploy(_stage(chosen), chosen, endpoint_url)
        elif chosen.command == "image":
            _image(_stage(chosen), endpoint_url)
        elif chosen.command == "smoke":
            _smoke(_stage(chosen), chosen, endpoint_url)
        else:
            _destroy(_stage(chosen), chosen, endpoint_url)
    except DeploymentError as error:
        print(f"{chosen.command} failed: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infrastructure", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("deploy", help="create or update a stage")
    create.add_argument("--site-url", help="origin of the page, instead of the stage's own")
    create.add_argument("--weights", type=Path, help="VGG16 weights to bring to the painters")
    create.add_argument("--force", action="store_true", help="deploy unchanged functions too")
    image = commands.add_parser("image", help="build the painter's machine image, and use it")
    trial = commands.add_parser("smoke", help="try a deployed stage as a visitor does")
    trial.add_argument("--email", required=True, help="who gets the mails")
    trial.add_argument("--clip", type=Path, help="a GIF, instead of a small one made for it")
    delete = commands.add_parser("destroy", help="delete a stage and all that is in it")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    commands.add_parser("check", help="check template, policies and stages without any account")
    for command in (create, image, trial, delete):
        command.add_argument("--stage", required=True, choices=stage_names())
    return parser


def _stage(chosen: argparse.Namespace) -> Stage:
    stage = load_stage(chosen.stage)
    site_url = getattr(chosen, "site_url", None)
    return replace(stage, site_url=site_url) if site_url else stage


def _deploy(stage: Stage, chosen: argparse.Namespace, endpoint_url: str | None) -> None:
    options = Options(weights=chosen.weights, force=chosen.force)
    deployment = deploy(stage, boto3.Session(), endpoint_url=endpoint_url, options=options)
    print("", *deployment.lines(), sep="\n")


def _image(stage: Stage, endpoint_url: str | None) -> None:
    session = boto3.Session()
    cloudformation = session.client("cloudformation", endpoint_url=endpoint_url)
    outputs = Stack(cloudformation, stage.stack_name).outputs()
    if "ImagePipeline" not in outputs:
        raise DeploymentError(f"the stage {stage.name} builds no image; see build_image")
    pipeline = ImagePipeline(
        session.client("imagebuilder", endpoint_url=endpoint_url),
        session.client("ssm", endpoint_url=endpoint_url),
        outputs["ImagePipeline"],
    )
    print("Building the image; this takes about half an hour.")
    ami = pipeline.build()
    pipeline.use(ami, stage.image_parameter)
    print(f"Machines of {stage.name} boot {ami} from now on.")


def _smoke(stage: Stage, chosen: argparse.Namespace, endpoint_url: str | None) -> None:
    cloudformation = boto3.Session().client("cloudformation", endpoint_url=endpoint_url)
    site_url = Stack(cloudformation, stage.stack_name).outputs()["SiteUrl"]
    clip = chosen.clip.read_bytes() if chosen.clip else small_clip()
    smoke(page_config(site_url), Wish(chosen.email, clip))
    print(f"The stage works. Is the mail in the inbox of {chosen.email}?")


def _destroy(stage: Stage, chosen: argparse.Namespace, endpoint_url: str | None) -> None:
    question = f"Delete the stage {stage.name} with all jobs, clips and paintings? Its name: "
    if not chosen.yes and input(question) != stage.name:
        print("Nothing was deleted.")
        return
    if not destroy(stage, boto3.Session(), endpoint_url=endpoint_url):
        print(f"There is no stack {stage.stack_name}.")
        return
    print("What is left behind:", *(f"  {line}" for line in LEFT_BEHIND), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
