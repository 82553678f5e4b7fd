"""What a machine measures of its painting: a line of its log that CloudWatch makes metrics of."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any


def measured(
    stage: str,
    instance_type: str,
    summary: Mapping[str, Any],
    clock: Callable[[], float] = time.time,
) -> str:
    """The line about a finished painting, in CloudWatch's embedded metric format."""
    told = {
        "Timestamp": int(clock() * 1000),
        "CloudWatchMetrics": [
            {
                "Namespace": f"VisualNeurons/{stage}",
                "Dimensions": [[], ["instance_type", "objective"]],
                "Metrics": [
                    {"Name": "PaintingSeconds", "Unit": "Seconds"},
                    {"Name": "FramesPainted", "Unit": "Count"},
                ],
            }
        ],
    }
    return json.dumps(
        {
            "_aws": told,
            "instance_type": instance_type,
            "objective": summary["objective"],
            "PaintingSeconds": summary["seconds"],
            "FramesPainted": summary["frames"],
        },
        separators=(",", ":"),
    )
