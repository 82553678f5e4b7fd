"""What Chalice cannot say about the functions: kept events, log retention, metrics from logs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infrastructure.stages import Stage

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient

ASYNCHRONOUS = ("on_upload", "on_execution_end", "reap_instances")
RETRIES = 2
HOURS = 6


@dataclass(frozen=True)
class LogMetric:
    """A metric that counts the lines of a function's log with this message, by some of its keys."""

    function: str
    message: str
    metric: str
    by: tuple[str, ...] = ()


METRICS = (
    LogMetric("send_mail", "Sent a mail", "Mails", ("mail",)),
    LogMetric("on_execution_end", "Sent a mail", "Mails", ("mail",)),
    LogMetric("launch_instance", "Launched an instance", "Launches", ("instance_type", "market")),
    LogMetric("reap_instances", "Found instances that outlived their job", "OrphanedMachines"),
)


def keep_failed_events(functions: "LambdaClient", stage: str, dead_letters: str) -> None:
    """Tell Lambda to try each event again and then to keep it in the queue."""
    for name in ASYNCHRONOUS:
        functions.put_function_event_invoke_config(
            FunctionName=f"visualneurons-{stage}-{name}",
            MaximumRetryAttempts=RETRIES,
            MaximumEventAgeInSeconds=HOURS * 3600,
            DestinationConfig={"OnFailure": {"Destination": dead_letters}},
        )


def watch_logs(logs: "CloudWatchLogsClient", stage: Stage) -> None:
    """Count what the functions' logs tell, and let the routes' log expire."""
    for one in METRICS:
        logs.put_metric_filter(
            logGroupName=f"/aws/lambda/visualneurons-{stage.name}-{one.function}",
            filterName=one.metric,
            filterPattern=f'{{ $.message = "{one.message}" }}',
            metricTransformations=[
                {
                    "metricNamespace": f"VisualNeurons/{stage.name}",
                    "metricName": one.metric,
                    "metricValue": "1",
                    "dimensions": {key: f"$.{key}" for key in one.by},
                }
            ],
        )
    # Chalice makes the routes' function, visualneurons-<stage>, but the log group of another name.
    routes = f"/aws/lambda/visualneurons-{stage.name}"
    if routes not in _groups(logs, routes):
        logs.create_log_group(logGroupName=routes)
    logs.put_retention_policy(logGroupName=routes, retentionInDays=stage.log_days)


def delete_logs(logs: "CloudWatchLogsClient", stage: str) -> int:
    """Delete the functions' logs. Returns how many groups there were."""
    groups = [
        name
        for name in _groups(logs, f"/aws/lambda/visualneurons-{stage}")
        if name.removeprefix(f"/aws/lambda/visualneurons-{stage}")[:1] in ("", "-")
    ]
    for name in groups:
        logs.delete_log_group(logGroupName=name)
    return len(groups)


def _groups(logs: "CloudWatchLogsClient", prefix: str) -> list[str]:
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
    return [group["logGroupName"] for page in pages for group in page["logGroups"]]
