"""What the painter must remember to go on at the next frame, on this machine or another."""

import io
from dataclasses import dataclass, replace

import numpy as np

from gpu_task.clip.model import Pixels
from gpu_task.painting.descent import Moments
from gpu_task.painting.pictures import Picture


@dataclass(frozen=True, eq=False)
class State:
    """After a frame: the frame itself, its painting, the optimiser's moments and the scene.

    `anchor` holds, for every pixel, the source colours that were there when it was last painted.
    All floats are whole float16 values, so that saving loses nothing and both machines agree.
    """

    source: Pixels
    anchor: Pixels
    painted: Picture
    moments: Moments
    scene: int
    scene_frame: int

    def moved_to(self, source: Pixels, painted: Picture) -> "State":
        """After a frame that was painted before."""
        return replace(self, source=source, anchor=source, painted=painted)

    def back_at(self, reference: "Reference") -> "State":
        """After a frame of an earlier scene, nothing of the optimiser's left."""
        size = self.source.shape[0], self.source.shape[1]
        joint = self.moments.root.shape != self.moments.mean.shape
        moved = self.moved_to(reference.source, reference.painted)
        return replace(moved, moments=Moments.none(size, joint), scene=reference.scene)

    def to_bytes(self) -> bytes:
        """A compressed .npz file."""
        return _packed(
            source=self.source,
            anchor=self.anchor,
            painted=self.painted.astype(np.float16),
            mean=self.moments.mean.astype(np.float16),
            root=self.moments.root.astype(np.float16),
            counts=np.array([self.moments.steps, self.scene, self.scene_frame]),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "State":
        """The state that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            steps, scene, scene_frame = (int(n) for n in kept["counts"])
            mean, root = kept["mean"].astype(np.float32), kept["root"].astype(np.float32)
            return cls(
                source=kept["source"],
                anchor=kept["anchor"],
                painted=kept["painted"].astype(np.float32),
                moments=Moments(mean, root, steps),
                scene=scene,
                scene_frame=scene_frame,
            )


@dataclass(frozen=True, eq=False)
class Reference:
    """A frame kept for content that reappears: its source and its painting."""

    source: Pixels
    painted: Picture
    scene: int

    def to_bytes(self) -> bytes:
        """A compressed .npz file."""
        return _packed(
            source=self.source,
            painted=self.painted.astype(np.float16),
            scene=np.array(self.scene),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "Reference":
        """The reference that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            return cls(
                source=kept["source"],
                painted=kept["painted"].astype(np.float32),
                scene=int(kept["scene"]),
            )


def halved(array: Picture) -> Picture:
    """The nearest values that float16 can hold, still as float32."""
    return array.astype(np.float16).astype(np.float32)


def _packed(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
