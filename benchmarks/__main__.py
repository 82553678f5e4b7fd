"""All benchmarks in one command; prints tables and writes JSON.

python -m benchmarks --clip CLIP --style PICTURE [--picture PICTURE] [--torch-python PYTHON]
                     [--only NAME …] [--json FILE] [--quick]
python -m benchmarks --only workflow
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from benchmarks import equal_loss, gpu, patches_speed, scaling, step_cost, workflow
from benchmarks.report import Report, machine, write_json
from benchmarks.subjects import read_frames, read_picture
from gpu_task.painting.devices import prepare_tensorflow


def main() -> None:
    """Run the chosen benchmarks one after the other."""
    chosen = _chosen()
    described = machine()
    print(f"Machine: {described}\n", flush=True)
    prepare_tensorflow()
    reports: list[Report] = []
    for name, run in _BENCHMARKS.items():
        if not chosen.only or name in chosen.only:
            for report in run(chosen):
                print(report.table(), flush=True)
                reports.append(report)
    if chosen.json:
        write_json(chosen.json, described, reports)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser("benchmarks", description="Measure painter and workflow.")
    add = parser.add_argument
    add("--clip", type=Path, help="a real clip of 30 frames or more")
    add("--style", type=Path, help="a painting")
    add("--picture", type=Path, help="what sways in the scaling clips; the style by default")
    add("--torch-python", metavar="PYTHON", help="a Python that has PyTorch")
    add("--only", nargs="*", choices=tuple(_BENCHMARKS), default=())
    add("--json", type=Path, metavar="FILE")
    add("--quick", action="store_true", help="fewer frames and repetitions")
    chosen = parser.parse_args()
    if not (chosen.clip and chosen.style) and set(chosen.only or _BENCHMARKS) - _OF_NO_CLIP:
        parser.error(f"only {' and '.join(sorted(_OF_NO_CLIP))} go without --clip and --style")
    return chosen


def _step_cost(chosen: argparse.Namespace) -> list[Report]:
    return [step_cost.measure(256, 3 if chosen.quick else 5, chosen.torch_python)]


def _equal_loss(chosen: argparse.Namespace) -> list[Report]:
    frames = read_frames(chosen.clip, 8 if chosen.quick else 32, width=96)
    return [equal_loss.measure(frames, read_picture(chosen.style))]


def _patches(chosen: argparse.Namespace) -> list[Report]:
    frames = read_frames(chosen.clip, 12 if chosen.quick else 42, width=256)
    style = read_picture(chosen.style)
    return patches_speed.measure(frames, style, from_scratch=6 if chosen.quick else 12)


def _scaling(chosen: argparse.Namespace) -> list[Report]:
    picture = chosen.picture or chosen.style
    return [scaling.measure(picture, chosen.style, long=60 if chosen.quick else 300)]


def _gpu(chosen: argparse.Namespace) -> list[Report]:
    report = gpu.measure(3 if chosen.quick else 7)
    if report is None:
        print("No NVIDIA GPU here: seconds on a GPU were not measured.\n")
        return []
    return [report]


def _workflow(chosen: argparse.Namespace) -> list[Report]:
    return workflow.measure(1 if chosen.quick else 5)


_BENCHMARKS: dict[str, Callable[[argparse.Namespace], list[Report]]] = {
    "step": _step_cost,
    "loss": _equal_loss,
    "patches": _patches,
    "scaling": _scaling,
    "gpu": _gpu,
    "workflow": _workflow,
}
_OF_NO_CLIP = {"gpu", "workflow"}

if __name__ == "__main__":
    main()
