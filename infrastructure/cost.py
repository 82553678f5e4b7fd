"""What a clip costs: a small model of the machine's time and of the services around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infrastructure.errors import MissingValue

COST_FILE = Path(__file__).with_name("cost.yaml")

_PIXELS_OF_A_STEP = 65_536
_SHORTEST_BILL_SECONDS = 60.0


@dataclass(frozen=True)
class Machine:
    """An instance type: its GPU, the GPU's peak, and its on-demand price in dollars an hour."""

    gpu: str
    teraflops: float
    hour: float


@dataclass(frozen=True)
class Clip:
    """What is painted; `pixels` are those of one frame."""

    frames: int
    pixels: int


@dataclass(frozen=True)
class Painting:
    """How a machine spends its time; cost.yaml says where the numbers come from."""

    boot_seconds: float
    step_gigaflop: float
    utilisation: float
    first_steps: int
    next_steps: int
    frame_seconds: float
    ending_seconds: float


@dataclass(frozen=True)
class Item:
    """So many of something, and the price of one."""

    what: str
    count: float
    each: float

    @property
    def dollars(self) -> float:
        return self.count * self.each


@dataclass(frozen=True)
class FirstVersion:
    """The program that this one replaces, and the machine that it ran on."""

    machine: Machine
    steps: int
    slower: float


@dataclass(frozen=True)
class Inputs:
    """Everything that the model reckons with."""

    region: str
    as_of: int
    machines: Mapping[str, Machine]
    spot_share: float
    disk_hour: float
    address_hour: float
    clips: Mapping[str, Clip]
    painting: Painting
    services: Mapping[str, Item]
    idle_month: Mapping[str, Item]
    first_version: FirstVersion

    def machine(self, instance_type: str) -> Machine:
        """Raises MissingValue for a type without a price."""
        if instance_type not in self.machines:
            known = ", ".join(self.machines)
            raise MissingValue(f"{COST_FILE.name} prices {known}, but not {instance_type}")
        return self.machines[instance_type]


def read_inputs(file: Path = COST_FILE) -> Inputs:
    """The inputs as their file has them; a missing or unknown one raises TypeError by its name."""
    data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    first = data["first_version"]
    return Inputs(
        **{
            **data,
            "machines": {name: Machine(**about) for name, about in data["machines"].items()},
            "clips": {name: Clip(**about) for name, about in data["clips"].items()},
            "painting": Painting(**data["painting"]),
            "services": {name: Item(**about) for name, about in data["services"].items()},
            "idle_month": {name: Item(**about) for name, about in data["idle_month"].items()},
            "first_version": FirstVersion(**{**first, "machine": Machine(**first["machine"])}),
        }
    )


def machine_hour(inputs: Inputs, instance_type: str, market: str) -> float:
    """Dollars for an hour of a machine with its disk and its address."""
    share = inputs.spot_share if market == "spot" else 1.0
    return inputs.machine(instance_type).hour * share + inputs.disk_hour + inputs.address_hour


def step_seconds(painting: Painting, machine: Machine, pixels: int) -> float:
    """One optimisation step over a frame."""
    operations = painting.step_gigaflop * 1e9 * pixels / _PIXELS_OF_A_STEP
    return operations / (machine.teraflops * 1e12 * painting.utilisation)


def painting_seconds(painting: Painting, machine: Machine, clip: Clip) -> float:
    """All frames of a clip."""
    steps = painting.first_steps + painting.next_steps * (clip.frames - 1)
    step = step_seconds(painting, machine, clip.pixels)
    return steps * step + clip.frames * painting.frame_seconds


def billed_seconds(painting: Painting, machine: Machine, clip: Clip) -> float:
    """From the launch to the end of a machine."""
    around = painting.boot_seconds + painting.ending_seconds
    return max(_SHORTEST_BILL_SECONDS, around + painting_seconds(painting, machine, clip))


def machine_dollars(inputs: Inputs, clip: Clip, instance_type: str, market: str) -> float:
    """The machine's part of a clip."""
    seconds = billed_seconds(inputs.painting, inputs.machine(instance_type), clip)
    return seconds / 3600 * machine_hour(inputs, instance_type, market)


def services_dollars(inputs: Inputs) -> float:
    """What a clip costs beside the machine."""
    return sum(item.dollars for item in inputs.services.values())


def clip_dollars(inputs: Inputs, clip: Clip, instance_type: str, market: str) -> float:
    """A clip, all in all."""
    return machine_dollars(inputs, clip, instance_type, market) + services_dollars(inputs)


def first_version_seconds(inputs: Inputs, clip: Clip) -> float:
    """How long the first version's machine paints a clip."""
    first = inputs.first_version
    step = step_seconds(inputs.painting, first.machine, clip.pixels) * first.slower
    return clip.frames * first.steps * step
