"""Where everything of a deployed stage is."""

from dataclasses import asdict, dataclass
from typing import Any

from infrastructure.stages import Limits, Stage


@dataclass(frozen=True)
class Deployment:
    """The names and addresses of a deployed stage; addresses end without a slash."""

    stage: str
    region: str
    account: str
    stack_name: str
    uploads_bucket: str
    media_bucket: str
    website_bucket: str
    jobs_table: str
    painters_table: str
    line_table: str
    identity_pool_id: str
    state_machine_arn: str
    launch_template: str
    painter_role_arn: str
    painter_package: str
    dead_letters_arn: str
    configuration_set: str
    sender: str
    api_url: str
    site_url: str
    endpoint_url: str | None
    limits: Limits
    keep_days: int

    def site_config(self) -> dict[str, Any]:
        """What the page reads at its start: `config.json`."""
        return {
            "region": self.region,
            "identity_pool_id": self.identity_pool_id,
            "uploads_bucket": self.uploads_bucket,
            "api_url": self.api_url,
            "endpoint_url": self.endpoint_url,
            "limits": asdict(self.limits),
            "keep_days": self.keep_days,
        }

    def lines(self) -> list[str]:
        """A readable line for each thing an operator looks for."""
        shown = {
            "page": self.site_url,
            "routes": self.api_url,
            "workflow": self.state_machine_arn,
            "uploads": self.uploads_bucket,
            "media": self.media_bucket,
            "website": self.website_bucket,
            "jobs": self.jobs_table,
            "sender": self.sender,
            "dead letters": self.dead_letters_arn,
        }
        return [f"{name:<13} {value}" for name, value in shown.items()]


def api_url(api_id: str, api_stage: str, region: str, endpoint_url: str | None) -> str:
    """Where the routes answer: below the endpoint of all services, if there is such a one."""
    if endpoint_url:
        return f"{endpoint_url.rstrip('/')}/restapis/{api_id}/{api_stage}/_user_request_"
    return f"https://{api_id}.execute-api.{region}.amazonaws.com/{api_stage}"


def describe(
    stage: Stage,
    region: str,
    account: str,
    outputs: dict[str, str],
    painter_package: str,
    api: str,
    endpoint_url: str | None,
) -> Deployment:
    """The deployment that the stack's outputs and the functions' routes make."""
    return Deployment(
        stage=stage.name,
        region=region,
        account=account,
        stack_name=stage.stack_name,
        uploads_bucket=outputs["UploadsBucket"],
        media_bucket=outputs["MediaBucket"],
        website_bucket=outputs["WebsiteBucket"],
        jobs_table=outputs["JobsTable"],
        painters_table=outputs["PaintersTable"],
        line_table=outputs["LineTable"],
        identity_pool_id=outputs["IdentityPoolId"],
        state_machine_arn=outputs["StateMachineArn"],
        launch_template=outputs["LaunchTemplate"],
        painter_role_arn=outputs["PainterRole"],
        painter_package=painter_package,
        dead_letters_arn=outputs["DeadLetters"],
        configuration_set=outputs["ConfigurationSet"],
        sender=stage.sender,
        api_url=api,
        site_url=outputs["SiteUrl"],
        endpoint_url=endpoint_url,
        limits=stage.limits,
        keep_days=stage.keep_days,
    )
