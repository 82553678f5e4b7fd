"""Finished frames, read back one at a time."""

from collections.abc import Sequence
from typing import overload

from gpu_task.clip.model import Frame
from gpu_task.errors import PaintingFailed
from gpu_task.painting.checkpoints import Checkpoints
from gpu_task.painting.ledger import frame_from_png, frame_name


class FinishedFrames(Sequence[Frame]):
    """The painted frames of a clip in order; `kept` says which saved file shows each of them."""

    def __init__(self, checkpoints: Checkpoints, kept: Sequence[int]) -> None:
        self._checkpoints, self._kept = checkpoints, tuple(kept)

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> Frame: ...

    @overload
    def __getitem__(self, index: slice) -> "FinishedFrames": ...

    def __getitem__(self, index: int | slice) -> "Frame | FinishedFrames":
        if isinstance(index, slice):
            return FinishedFrames(self._checkpoints, self._kept[index])
        data = self._checkpoints.load(frame_name(self._kept[index]))
        if data is None:
            raise PaintingFailed(f"Frame {index + 1} of the painting is missing from its store.")
        return frame_from_png(data)
