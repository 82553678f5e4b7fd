"""Brings a stage into an account, step by step; running it again changes only what differs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import boto3

from infrastructure import account as accounts
from infrastructure import artifacts, functions
from infrastructure.account import Account
from infrastructure.chalice_app import REPOSITORY, ChaliceApp, Sources
from infrastructure.cost import read_inputs
from infrastructure.dashboard import dashboard
from infrastructure.dependencies import vendor_folder
from infrastructure.deployment import Deployment, api_url, describe
from infrastructure.functions import Surroundings
from infrastructure.image import image_parameters, read_recipe
from infrastructure.objects import Bucket
from infrastructure.stack import Stack
from infrastructure.stages import Stage
from infrastructure.styles import read_styles, upload_styles
from infrastructure.template import render_operations, render_template
from infrastructure.watching import keep_failed_events, limit_logs
from infrastructure.website import DIST, page_files, upload_site
from infrastructure.wheelhouse import find_wheelhouse
from statemachine.definition import load_definition

BUILD = REPOSITORY / "build"
VENDOR = BUILD / "vendor"
REQUIREMENTS = REPOSITORY / "requirements.txt"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How to deploy.

    `times` replaces whole numbers of the workflow (see statemachine.definition), `weights` is a
    file to bring to the painters, `site` the built page, `force` deploys the functions although
    nothing of them changed, `build` keeps what is made on the way.
    """

    times: Mapping[str, int] | None = None
    weights: Path | None = None
    site: Path = DIST
    force: bool = False
    build: Path = BUILD


def deploy(
    stage: Stage,
    session: boto3.Session,
    *,
    endpoint_url: str | None = None,
    options: Options | None = None,
    say: Say = print,
) -> Deployment:
    """Create or update everything of the stage. Raises DeploymentError."""
    account = accounts.look_up(session, endpoint_url)
    return _Deployer(stage, session, account, options or Options(), say).run()


class _Deployer:
    def __init__(
        self, stage: Stage, session: boto3.Session, account: Account, options: Options, say: Say
    ) -> None:
        self._stage = stage
        self._session = session
        self._account = account
        self._options = options
        self._say = say
        self._endpoint_url = account.endpoint_url
        self._s3 = session.client("s3", endpoint_url=self._endpoint_url)

    def run(self) -> Deployment:
        outputs = self._stage_stack()
        media = Bucket(self._s3, outputs["MediaBucket"])
        website = Bucket(self._s3, outputs["WebsiteBucket"])
        package = self._artifacts(media)
        wheelhouse = self._wheelhouse(media)
        api = self._functions(outputs, media, package, wheelhouse)
        deployment = describe(
            self._stage,
            self._account.region,
            self._account.account,
            outputs,
            package,
            api,
            self._endpoint_url,
        )
        self._contents(media, website, deployment)
        self._operations_stack()
        return deployment

    def _stage_stack(self) -> dict[str, str]:
        stage = self._stage
        template = render_template(load_definition(self._numbers()))
        parameters = stage.parameters() | image_parameters(stage)
        return self._stack(stage.stack_name, template, parameters).outputs()

    def _operations_stack(self) -> None:
        stage = self._stage
        template = render_operations(dashboard(stage, read_inputs()))
        self._stack(stage.operations_name, template, stage.operations_parameters())

    def _stack(self, name: str, template: str, parameters: dict[str, str]) -> Stack:
        cloudformation = self._session.client("cloudformation", endpoint_url=self._endpoint_url)
        stack = Stack(cloudformation, name)
        tags = {"project": "visualneurons", "stage": self._stage.name}
        plan = stack.plan(template, parameters, tags)
        self._say(f"Stack {name}: {len(plan.changes) or 'no'} changes")
        for change in plan.changes:
            self._say(f"  {change}")
        stack.execute(plan)
        return stack

    def _numbers(self) -> dict[str, int]:
        return {"PaintParts.MaxConcurrency": self._stage.max_parts, **(self._options.times or {})}

    def _artifacts(self, media: Bucket) -> str:
        package = artifacts.build_package()
        new = artifacts.upload_package(media, package)
        self._say(f"Painter: {'uploaded' if new else 'unchanged'}, {package.key}")
        if self._options.weights is not None:
            new = artifacts.upload_weights(media, self._options.weights)
            self._say(f"Weights: {'uploaded' if new else 'unchanged'}")
        return package.key

    def _wheelhouse(self, media: Bucket) -> str:
        """Where no image was built, machines install from it what the painter needs."""
        name = find_wheelhouse(media, read_recipe().requirements)
        self._say(f"Wheelhouse: {name or 'no wheels for these requirements'}")
        return name

    def _functions(
        self, outputs: dict[str, str], media: Bucket, package: str, wheelhouse: str
    ) -> str:
        stage, account, build = self._stage, self._account, self._options.build
        around = Surroundings(
            account.partition, account.region, account.account, outputs, package, wheelhouse
        )
        config = functions.chalice_config(stage, around)
        app = ChaliceApp(build / stage.name / "app", stage.name, media)
        app.write(
            Sources(
                repository=REPOSITORY,
                vendor=vendor_folder(REQUIREMENTS, VENDOR),
                config=config,
                policies=functions.policies(stage, around),
            )
        )
        credentials = accounts.environment(self._session, account)
        deployed = app.deploy(credentials, force=self._options.force)
        client = self._session.client("lambda", endpoint_url=self._endpoint_url)
        keep_failed_events(client, stage.name, outputs["DeadLetters"])
        limit_logs(self._session.client("logs", endpoint_url=self._endpoint_url), stage)
        self._say(f"Functions: {'deployed' if deployed else 'unchanged'}")
        api_id = app.resources()["rest_api"]["rest_api_id"]
        return api_url(api_id, config["api_gateway_stage"], account.region, self._endpoint_url)

    def _contents(self, media: Bucket, website: Bucket, deployment: Deployment) -> None:
        written = upload_styles(media, website, read_styles())
        self._say(f"Styles: {written or 'no'} files changed")
        files = page_files(self._options.site)
        written = upload_site(website, files, deployment.site_config())
        built = "" if files else ", the page itself is not built"
        self._say(f"Website: {written or 'no'} files changed{built}")
