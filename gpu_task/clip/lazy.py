"""Frames that are decoded when they are asked for."""

from abc import abstractmethod
from collections.abc import Sequence
from threading import RLock
from typing import overload

from gpu_task.clip.model import Frame, Frames


class LazyFrames(Sequence[Frame]):
    """A sequence that decodes a frame per index; safe to index from several threads."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = RLock()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...
    def __getitem__(self, index: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(index, slice):
            return SelectedFrames(self, range(self._count)[index])
        position = range(self._count)[index]
        with self._lock:
            return self._decode(position)

    @abstractmethod
    def _decode(self, position: int) -> Frame:
        """The frame at `position`, 0 ≤ position < len, in arrays that nobody else changes."""


class SelectedFrames(LazyFrames):
    """Some frames of another sequence, still lazy."""

    def __init__(self, frames: Frames, chosen: range) -> None:
        super().__init__(len(chosen))
        self._frames = frames
        self._chosen = chosen

    def _decode(self, position: int) -> Frame:
        return self._frames[self._chosen[position]]
