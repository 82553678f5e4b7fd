"""`python -m localcloud logs`: what operators look up in CloudWatch of the machines of a job."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from localcloud.state_file import CloudState
from localcloud.terminal import terminal

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from mypy_boto3_logs import CloudWatchLogsClient

GROUP = "/visualneurons/local/painter"


def register(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("logs", help="show what the machines of a job have printed")
    parser.add_argument("job_id", help="the job")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the log of each machine that painted on the job."""
    state = CloudState.read()
    if state is None:
        terminal(stderr=True).print("No local cloud is running; `make local` starts one.")
        return 1
    logs: CloudWatchLogsClient = state.session().client("logs")
    machines = list(read_logs(logs, GROUP, arguments.job_id))
    if not machines:
        terminal(stderr=True).print(f"No machine of a job {arguments.job_id} has a log yet.")
        return 1
    for instance_id, lines in machines:
        terminal().rule(instance_id)
        print(*lines, sep="\n")
    return 0


def read_logs(
    logs: "CloudWatchLogsClient", group: str, job_id: str
) -> Iterator[tuple[str, list[str]]]:
    """Each machine of the job with the lines of its log."""
    streams = logs.get_paginator("describe_log_streams").paginate(
        logGroupName=group, logStreamNamePrefix=f"{job_id}/"
    )
    for stream in [stream for page in streams for stream in page["logStreams"]]:
        name = stream["logStreamName"]
        events = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, logStreamNames=[name]
        )
        lines = [event["message"] for page in events for event in page["events"]]
        yield name.rpartition("/")[2], lines
