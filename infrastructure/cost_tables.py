"""The tables of docs/cost.md, as the model of infrastructure/cost.py fills them."""

from collections.abc import Iterable, Mapping, Sequence

from infrastructure.cost import (
    Clip,
    Inputs,
    Item,
    billed_seconds,
    clip_dollars,
    first_version_seconds,
    machine_dollars,
    machine_hour,
    painting_seconds,
)

MARKETS = ("spot", "on-demand")


def tables(inputs: Inputs) -> str:
    """All of them, in Markdown."""
    parts = {f"A clip: {name}": _clip(inputs, clip) for name, clip in inputs.clips.items()}
    parts["Against the first version"] = _first_version(inputs)
    parts["A clip beside the machine"] = _items(inputs.services, "a clip", "¢", 100)
    parts["A month without any clip"] = _items(inputs.idle_month, "a month", "$", 1)
    return "\n\n".join(f"### {title}\n\n{table}" for title, table in parts.items()) + "\n"


def _clip(inputs: Inputs, clip: Clip) -> str:
    rows = [
        (
            f"`{name}` ({machine.gpu})",
            market,
            f"{machine_hour(inputs, name, market):.3f}",
            f"{painting_seconds(inputs.painting, machine, clip):.0f}",
            f"{billed_seconds(inputs.painting, machine, clip):.0f}",
            f"{machine_dollars(inputs, clip, name, market) * 100:.2f}",
            f"{clip_dollars(inputs, clip, name, market) * 100:.2f}",
        )
        for name, machine in inputs.machines.items()
        for market in MARKETS
    ]
    head = ("machine", "market", "$ an hour", "painting, s", "billed, s", "machine, ¢", "clip, ¢")
    return _table(head, rows, texts=2)


def _first_version(inputs: Inputs) -> str:
    hour = inputs.first_version.machine.hour
    rows = []
    for name, clip in inputs.clips.items():
        best, where = min(
            (clip_dollars(inputs, clip, machine, market), f"`{machine}`, {market}")
            for machine in inputs.machines
            for market in MARKETS
        )
        seconds = first_version_seconds(inputs, clip)
        rows.append((name, f"{seconds:.0f}", where, f"{best * 100:.2f}", f"{hour / best:.1f}"))
    head = ("clip", "on a `p2.xlarge`, s", "cheapest now", "¢", f"clips for its hour (${hour:.2f})")
    return _table(head, rows, texts=1)


def _items(items: Mapping[str, Item], unit: str, money: str, parts: int) -> str:
    rows = [
        (name, f"{item.count:g} {item.what}", _exact(item.each), f"{item.dollars * parts:.2f}")
        for name, item in items.items()
    ]
    total = sum(item.dollars for item in items.values()) * parts
    rows.append(("together", "", "", f"{total:.2f}"))
    return _table(("service", unit, "$ each", money), rows, texts=2)


def _exact(number: float) -> str:
    return f"{number:.10f}".rstrip("0").rstrip(".")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int) -> str:
    """A table whose first columns hold texts, and all others numbers."""
    rule = ["---"] * texts + ["---:"] * (len(head) - texts)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))
