"""The whole product on one machine: the cloud, a deployment, the routes, the page."""

import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from infrastructure.deploy import BUILD, Options, deploy
from infrastructure.deployment import Deployment
from infrastructure.objects import Bucket
from infrastructure.stages import load_stage
from infrastructure.website import page_files, upload_site
from localcloud.cloud import LocalCloud
from localcloud.emulator import REPOSITORY
from localcloud.routes import served_routes
from localcloud.site import served_site

USUAL_PORT = 8000
DIST = REPOSITORY / "website" / "dist"


@dataclass(frozen=True)
class Product:
    """Where everything answers."""

    cloud: LocalCloud
    deployment: Deployment

    @property
    def site_url(self) -> str:
        return self.deployment.site_url

    @property
    def api_url(self) -> str:
        return self.deployment.api_url


@contextlib.contextmanager
def running_product(
    directory: Path,
    *,
    times: Mapping[str, int] | None = None,
    site: Path = DIST,
    state_file: Path | None = None,
    say: Callable[[str], None] = print,
) -> Iterator[Product]:
    """Starts all of it and ends all of it.

    `directory` keeps the logs; other commands find the cloud by the `state_file`.
    """
    port = free_port(USUAL_PORT)
    stage = replace(load_stage("local"), site_url=f"http://127.0.0.1:{port}")
    with LocalCloud(directory, state_file=state_file) as cloud:
        options = Options(times=times, site=site)
        endpoint = cloud.endpoint_url
        deployed = deploy(stage, cloud.session(), endpoint_url=endpoint, options=options, say=say)
        app = BUILD / stage.name / "app"
        with served_routes(cloud, deployed, app, free_port(port + 1)) as api_url:
            deployment = replace(deployed, api_url=api_url)
            s3 = cloud.session().client("s3")
            website = Bucket(s3, deployment.website_bucket)
            upload_site(website, page_files(site), deployment.site_config())
            with served_site(s3, deployment.website_bucket, port):
                yield Product(cloud, deployment)


def free_port(wanted: int) -> int:
    """The wanted port, or any other when somebody has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")
