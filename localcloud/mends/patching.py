"""How a mend takes the place of a piece of the emulator."""

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

# What the emulator hands over: it has no types.
Untyped: TypeAlias = Any
Mend = Callable[..., Untyped]


def replaces(owner: Untyped, name: str) -> Callable[[Mend], Mend]:
    """Put the decorated function in place of `owner.name`; its first argument is the original.

    Raises AttributeError when the emulator has no such name any more.
    """

    def install(mended: Mend) -> Mend:
        setattr(owner, name, _bind(mended, getattr(owner, name)))
        return mended

    return install


def replaces_entry(table: dict[str, Untyped], key: str) -> Callable[[Mend], Mend]:
    """Like `replaces`, for a function that the emulator looks up in a dictionary."""

    def install(mended: Mend) -> Mend:
        table[key] = _bind(mended, table[key])
        return mended

    return install


def _bind(mended: Mend, stock: Mend) -> Mend:
    @functools.wraps(stock)
    def replacement(*arguments: Untyped, **options: Untyped) -> Untyped:
        return mended(stock, *arguments, **options)

    return replacement
