"""Fills `${Name}` placeholders in JSON data: the policies and the configuration of the functions.

A text that is nothing but a placeholder takes the place of a list's element; where the value is a
tuple, its members do.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from infrastructure.errors import MissingValue

Value = str | tuple[str, ...]

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z]+)\}")


def render(data: Any, values: Mapping[str, Value]) -> Any:  # noqa: ANN401
    """A copy of JSON data with every placeholder filled. Raises MissingValue, naming one."""
    if isinstance(data, str):
        return _PLACEHOLDER.sub(lambda match: _text(match[1], values), data)
    if isinstance(data, list):
        return [item for element in data for item in _elements(element, values)]
    if isinstance(data, dict):
        return {render(key, values): render(item, values) for key, item in data.items()}
    return data


def _elements(element: Any, values: Mapping[str, Value]) -> Iterator[Any]:  # noqa: ANN401
    alone = _PLACEHOLDER.fullmatch(element) if isinstance(element, str) else None
    value = _value(alone[1], values) if alone else None
    if isinstance(value, tuple):
        yield from value
    else:
        yield render(element, values)


def _text(name: str, values: Mapping[str, Value]) -> str:
    value = _value(name, values)
    if not isinstance(value, str):
        raise MissingValue(f"${{{name}}} is a list: it must stand alone in a list")
    return value


def _value(name: str, values: Mapping[str, Value]) -> Value:
    if name not in values:
        raise MissingValue(f"nothing gives a value for ${{{name}}}")
    return values[name]
