"""Files made from other files: numbers, parts and bytes changed by chance.

Chance is a `random.Random`: one with a seed in the long run, so that an input can be made again
from its number; Hypothesis's own in the short one, so that a failure shrinks.
"""

import struct
import zlib
from collections.abc import Callable, Sequence
from random import Random

from chalicelib.inspection.kinds import Kind, kind_of
from tests.fuzzing.layout import Layout, Number, layout_of
from tests.gpu_task.clip.raw_gif import blocks_of

Mutation = Callable[[bytes, Layout, "Material"], bytes]

LONGEST = 200_000
"""Bytes: what repeats a part must not only ever find what is slow because it is long."""


class Material:
    """What a mutation draws from: chance, and other files of the kind."""

    def __init__(self, chance: Random, others: Sequence[bytes]) -> None:
        self.chance = chance
        self.others = others


def mutated(seed: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """The seed after one to six mutations, mostly with its checksums put right."""
    material = Material(chance, others)
    data = seed
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 6))):
        mutation = chance.choice(_MUTATIONS)
        data = mutation(data, layout_of(data), material)[:LONGEST]
    return _checksums_put_right(data) if chance.randrange(8) else data


def change_number(data: bytes, layout: Layout, material: Material) -> bytes:
    if not layout.numbers:
        return change_bytes(data, layout, material)
    number = material.chance.choice(layout.numbers)
    return _with(data, number, _value(data, number, material.chance))


def change_numbers_alike(data: bytes, layout: Layout, material: Material) -> bytes:
    """Two numbers get the same value: limits are often products, and sizes stand in two places."""
    if not layout.numbers:
        return data
    number = material.chance.choice(layout.numbers)
    value = _value(data, number, material.chance)
    return _with(_with(data, number, value), material.chance.choice(layout.numbers), value)


def change_bytes(data: bytes, layout: Layout, material: Material) -> bytes:
    changed = bytearray(data)
    for _ in range(material.chance.choice((1, 1, 2, 4, 16))):
        if changed:
            changed[_place(data, material.chance)] = material.chance.randrange(256)
    return bytes(changed)


def flip_bit(data: bytes, layout: Layout, material: Material) -> bytes:
    at = _place(data, material.chance)
    return (
        data[:at]
        + bytes(byte ^ 1 << material.chance.randrange(8) for byte in data[at : at + 1])
        + data[at + 1 :]
    )


def cut_off(data: bytes, layout: Layout, material: Material) -> bytes:
    return data[: material.chance.randrange(len(data) + 1)]


def remove_bytes(data: bytes, layout: Layout, material: Material) -> bytes:
    at = _place(data, material.chance)
    return data[:at] + data[at + material.chance.choice((1, 2, 3, 4, 8, 100)) :]


def insert_bytes(data: bytes, layout: Layout, material: Material) -> bytes:
    at = _place(data, material.chance)
    length = material.chance.choice((1, 2, 3, 4, 8, 100))
    filling = material.chance.choice(
        (bytes(length), b"\xff" * length, material.chance.randbytes(length))
    )
    return data[:at] + filling + data[at:]


def remove_part(data: bytes, layout: Layout, material: Material) -> bytes:
    if not layout.parts:
        return data
    part = material.chance.choice(layout.parts)
    return data[: part.start] + data[part.end :]


def repeat_part(data: bytes, layout: Layout, material: Material) -> bytes:
    if not layout.parts:
        return data
    part = material.chance.choice(layout.parts)
    times = material.chance.choice((1, 1, 2, 40, 1000))
    times = min(times, LONGEST // max(1, part.end - part.start))
    return data[: part.end] + data[part.start : part.end] * times + data[part.end :]


def move_part(data: bytes, layout: Layout, material: Material) -> bytes:
    if not layout.parts:
        return data
    part, other = (material.chance.choice(layout.parts) for _ in range(2))
    piece = data[part.start : part.end]
    if other.start >= part.end:
        return data[: part.start] + data[part.end : other.start] + piece + data[other.start :]
    return data[: other.start] + piece + data[other.start : part.start] + data[part.end :]


def insert_part_of_another(data: bytes, layout: Layout, material: Material) -> bytes:
    other = material.chance.choice(material.others)
    theirs = layout_of(other).parts
    if not theirs or not layout.parts:
        return data
    part, place = material.chance.choice(theirs), material.chance.choice(layout.parts)
    end = place.end if material.chance.randrange(2) else place.start
    return data[: place.start] + other[part.start : part.end] + data[end:]


def go_on_as_another(data: bytes, layout: Layout, material: Material) -> bytes:
    other = material.chance.choice(material.others)
    return data[: _place(data, material.chance)] + other[_place(other, material.chance) :]


def other_codes(data: bytes, layout: Layout, material: Material) -> bytes:
    """Compressed pixels of a GIF that no encoder writes: any code in any order."""
    images = [part for part in layout.parts if data[part.start : part.start + 1] == b","]
    if kind_of(data) is not Kind.GIF or not images:
        return change_number(data, layout, material)
    image = material.chance.choice(images)
    flags = data[image.start + 9]
    start = image.start + 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    codes = [_code(material.chance) for _ in range(material.chance.choice((0, 1, 8, 60, 600)))]
    size = material.chance.choice((8, 8, 8, *range(13)))
    return data[:start] + bytes((size,)) + blocks_of(codes)[1:] + data[image.end :]


def _code(chance: Random) -> int:
    """Of nine bits; the clear code and the end mark more often than by mere chance."""
    return chance.choice((256, 257, 258, 511, chance.randrange(256), chance.randrange(512)))


_MUTATIONS: tuple[Mutation, ...] = (
    *(change_number,) * 6,
    change_numbers_alike,
    change_bytes,
    flip_bit,
    cut_off,
    remove_bytes,
    insert_bytes,
    remove_part,
    *(repeat_part,) * 2,
    move_part,
    *(insert_part_of_another,) * 2,
    go_on_as_another,
    other_codes,
)


def _value(data: bytes, number: Number, chance: Random) -> int:
    """Mostly one at an edge: of the number's range, of the file, of what was there."""
    most = (1 << 8 * number.size) - 1
    was = int.from_bytes(data[number.at : number.at + number.size], number.order)
    edges = (0, 1, 2, most, most - 1, most // 2, most // 2 + 1, was - 1, was + 1, 2 * was)
    others = (len(data), len(data) - number.at, chance.randrange(most + 1), chance.randrange(300))
    return chance.choice(edges + others) & most


def _with(data: bytes, number: Number, value: int) -> bytes:
    value &= (1 << 8 * number.size) - 1
    written = value.to_bytes(number.size, number.order)
    return data[: number.at] + written + data[number.at + number.size :]


def _place(data: bytes, chance: Random) -> int:
    """As often near the beginning, where the heads are, as anywhere."""
    most = len(data) if chance.randrange(2) else min(len(data), 64)
    return chance.randrange(max(1, most))


def _checksums_put_right(data: bytes) -> bytes:
    """Pillow looks into no chunk of a PNG whose checksum is wrong."""
    if kind_of(data) is not Kind.PNG:
        return data
    righted, at = bytearray(data), 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 8 + length
        if end + 4 > len(data):
            break
        righted[end : end + 4] = struct.pack(">I", zlib.crc32(data[at + 4 : end]))
        at = end + 4
    return bytes(righted)
