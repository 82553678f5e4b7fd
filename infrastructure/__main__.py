"""`python -m infrastructure deploy --stage dev`, and what else operators and developers need."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import boto3

from infrastructure.check import check
from infrastructure.cost import read_inputs
from infrastructure.cost_tables import tables
from infrastructure.dependencies import python_version, vendor_folder
from infrastructure.deploy import BUILD, REQUIREMENTS, VENDOR, Options, deploy
from infrastructure.destroy import LEFT_BEHIND, destroy
from infrastructure.errors import DeploymentError
from infrastructure.image import ImagePipeline, read_recipe
from infrastructure.layer_cache import zip_layer
from infrastructure.objects import Bucket
from infrastructure.scan import scan
from infrastructure.smoke import Wish, page_config, small_clip, smoke
from infrastructure.stack import Stack
from infrastructure.stages import load_stage, stage_names
from infrastructure.wheelhouse import build_wheelhouse, upload_wheelhouse

Arguments = argparse.Namespace
Command = Callable[[Arguments, str | None], None]


def main(arguments: list[str] | None = None) -> int:
    """Run a command with the credentials of the environment. Returns the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.run(chosen, os.environ.get("AWS_ENDPOINT_URL"))
    except DeploymentError as error:
        print(f"{chosen.command} failed: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infrastructure", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        if run not in _WITHOUT_A_STAGE:
            added.add_argument("--stage", required=True, choices=stage_names())
        return added

    create = command("deploy", _deploy, "create or update a stage")
    create.add_argument("--site-url", help="origin of the page, instead of the stage's own")
    create.add_argument("--weights", type=Path, help="weights to bring to the painters")
    create.add_argument("--force", action="store_true", help="deploy unchanged functions too")
    command("image", _image, "build the painters' machine image, and use it")
    command("wheelhouse", _wheelhouse, "bring what machines without such an image install")
    trial = command("smoke", _smoke, "try a deployed stage as a visitor does")
    trial.add_argument("--email", required=True, help="who gets the mails")
    trial.add_argument("--clip", type=Path, help="a GIF, instead of a small one made for it")
    delete = command("destroy", _destroy, "delete a stage and all that is in it")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    command("check", _check, "check template, policies and stages without any account")
    command("scan", _scan, "have checkov look at the templates")
    command("cost", _cost, "what a clip costs, by machine and market")
    command(
        "prepare", _prepare, "fetch and zip what the functions need, before the first deployment"
    )
    return parser


def _deploy(chosen: Arguments, endpoint_url: str | None) -> None:
    stage = load_stage(chosen.stage)
    if chosen.site_url:
        stage = replace(stage, site_url=chosen.site_url)
    options = Options(weights=chosen.weights, force=chosen.force)
    deployment = deploy(stage, boto3.Session(), endpoint_url=endpoint_url, options=options)
    print("", *deployment.lines(), sep="\n")


def _image(chosen: Arguments, endpoint_url: str | None) -> None:
    stage = load_stage(chosen.stage)
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


def _wheelhouse(chosen: Arguments, endpoint_url: str | None) -> None:
    stage = load_stage(chosen.stage)
    session = boto3.Session()
    cloudformation = session.client("cloudformation", endpoint_url=endpoint_url)
    bucket = Stack(cloudformation, stage.stack_name).outputs()["MediaBucket"]
    media = Bucket(session.client("s3", endpoint_url=endpoint_url), bucket)
    requirements = read_recipe().requirements
    print("Fetching the wheels; with TensorFlow for GPUs they have several gigabytes.")
    wheelhouse = build_wheelhouse(requirements, BUILD / "wheelhouse")
    written = upload_wheelhouse(media, wheelhouse, requirements)
    print(
        f"{written} of {len(wheelhouse.digests)} wheels ({wheelhouse.megabytes} MB) uploaded to "
        f"{wheelhouse.prefix}; from the next deployment on, machines install from there."
    )


def _smoke(chosen: Arguments, endpoint_url: str | None) -> None:
    stage = load_stage(chosen.stage)
    cloudformation = boto3.Session().client("cloudformation", endpoint_url=endpoint_url)
    site_url = Stack(cloudformation, stage.stack_name).outputs()["SiteUrl"]
    clip = chosen.clip.read_bytes() if chosen.clip else small_clip()
    smoke(page_config(site_url), Wish(chosen.email, clip))
    print(f"The stage works. Is the mail in the inbox of {chosen.email}?")


def _destroy(chosen: Arguments, endpoint_url: str | None) -> None:
    stage = load_stage(chosen.stage)
    question = f"Delete the stage {stage.name} with all jobs, clips and paintings? Its name: "
    if not chosen.yes and input(question) != stage.name:
        print("Nothing was deleted.")
        return
    if not destroy(stage, boto3.Session(), endpoint_url=endpoint_url):
        print(f"There is no stack {stage.stack_name}.")
        return
    print("What is left behind:", *(f"  {line}" for line in LEFT_BEHIND), sep="\n")


def _check(_chosen: Arguments, _endpoint_url: str | None) -> None:
    print(*check(), sep="\n")


def _scan(_chosen: Arguments, _endpoint_url: str | None) -> None:
    print(scan())


def _cost(_chosen: Arguments, _endpoint_url: str | None) -> None:
    print(tables(read_inputs()), end="")


def _prepare(_chosen: Arguments, _endpoint_url: str | None) -> None:
    zip_layer(vendor_folder(REQUIREMENTS, VENDOR), python_version())


_WITHOUT_A_STAGE: tuple[Command, ...] = (_check, _scan, _cost, _prepare)

if __name__ == "__main__":
    sys.exit(main())
