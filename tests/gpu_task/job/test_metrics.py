"""The line that tells CloudWatch how long a painting took."""

import json

from chalicelib.instance_log import LINE_CHARACTERS
from gpu_task.job.metrics import measured

SUMMARY = {"frames": 42, "objective": "vgg16", "seconds": 17.5, "notes": [], "parts": []}


def test_seconds_and_frames_are_kept_as_totals_and_by_machine_and_objective() -> None:
    line = json.loads(measured("dev", "g6.xlarge", SUMMARY, clock=lambda: 12.5))
    assert line["_aws"]["Timestamp"] == 12_500
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert told["Namespace"] == "VisualNeurons/dev"
    assert told["Dimensions"] == [[], ["instance_type", "objective"]]
    assert {metric["Name"] for metric in told["Metrics"]} == {"PaintingSeconds", "FramesPainted"}
    assert (line["PaintingSeconds"], line["FramesPainted"]) == (17.5, 42)
    assert (line["instance_type"], line["objective"]) == ("g6.xlarge", "vgg16")


def test_the_machines_log_takes_the_line_in_one_piece() -> None:
    assert len(measured("stagestage", "g4dn.12xlarge", SUMMARY)) <= LINE_CHARACTERS
