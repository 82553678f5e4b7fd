"""What a clip costs, and that the documents say the same."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.cost import (
    Clip,
    billed_seconds,
    clip_dollars,
    machine_dollars,
    machine_hour,
    painting_seconds,
    read_inputs,
    services_dollars,
    step_seconds,
)
from infrastructure.cost_tables import tables
from infrastructure.stages import load_stage, stage_names

REPOSITORY = Path(__file__).resolve().parents[2]
INPUTS = read_inputs()
T4 = INPUTS.machines["g4dn.xlarge"]
SMALL = Clip(frames=42, pixels=65_536)


def test_a_step_takes_its_operations_over_what_the_gpu_reaches() -> None:
    painting = replace(INPUTS.painting, step_gigaflop=80, utilisation=0.5)
    gpu = replace(T4, teraflops=8.0)
    assert step_seconds(painting, gpu, 65_536) == pytest.approx(0.02)
    assert step_seconds(painting, gpu, 131_072) == pytest.approx(0.04)


def test_painting_is_the_first_frame_the_others_and_the_processors_part() -> None:
    painting = replace(INPUTS.painting, first_steps=60, next_steps=20, frame_seconds=1)
    step = step_seconds(painting, T4, 65_536)
    assert painting_seconds(painting, T4, Clip(3, 65_536)) == pytest.approx(100 * step + 3)


def test_even_the_shortest_job_is_billed_for_a_minute() -> None:
    painting = replace(INPUTS.painting, boot_seconds=1, ending_seconds=1)
    assert billed_seconds(painting, T4, Clip(1, 1024)) == 60


def test_spot_makes_the_machine_cheaper_but_not_its_disk_and_address() -> None:
    inputs = replace(INPUTS, spot_share=0.5, disk_hour=0.01, address_hour=0.02)
    assert machine_hour(inputs, "g4dn.xlarge", "on-demand") == pytest.approx(T4.hour + 0.03)
    assert machine_hour(inputs, "g4dn.xlarge", "spot") == pytest.approx(T4.hour / 2 + 0.03)


def test_a_clip_costs_its_machine_and_the_services() -> None:
    machine = machine_dollars(INPUTS, SMALL, "g4dn.xlarge", "spot")
    whole = clip_dollars(INPUTS, SMALL, "g4dn.xlarge", "spot")
    assert whole == pytest.approx(machine + services_dollars(INPUTS))


@pytest.mark.parametrize("name", stage_names())
def test_every_machine_of_a_stage_has_its_price(name: str) -> None:
    assert set(load_stage(name).instance_types) <= set(INPUTS.machines)


def test_the_steps_are_those_that_the_painter_takes() -> None:
    source = (REPOSITORY / "gpu_task/painting/vgg16.py").read_text()
    for name in ("first_steps", "next_steps"):
        (steps,) = re.findall(rf"\b{name}=(\d+)", source)
        assert int(steps) == getattr(INPUTS.painting, name)


def test_the_largest_clip_is_the_one_that_the_stages_let_in() -> None:
    limits = load_stage("prod").limits
    largest = list(INPUTS.clips.values())[-1]
    assert largest == Clip(limits.frames, limits.pixels)


def test_the_document_holds_the_tables_that_the_model_makes() -> None:
    assert tables(INPUTS) in (REPOSITORY / "docs/cost.md").read_text()
