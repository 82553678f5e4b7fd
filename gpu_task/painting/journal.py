"""What is finished of a painting and what it takes to go on, in memory and in the store."""

from collections.abc import Sequence
from dataclasses import replace

from gpu_task.clip.model import Frame
from gpu_task.errors import PaintingFailed
from gpu_task.painting.checkpoints import Checkpoints
from gpu_task.painting.finished import FinishedFrames
from gpu_task.painting.ledger import Manifest, Plan, frame_name, frame_to_png, reference_name
from gpu_task.painting.prepared import Prepared
from gpu_task.painting.saving import Saver
from gpu_task.painting.scenes import is_worth_keeping, references_after
from gpu_task.painting.state import Reference, State


class Journal:
    """Follows one painting from frame to frame, from where its manifest stands."""

    def __init__(self, checkpoints: Checkpoints, manifest: Manifest) -> None:
        self._checkpoints = checkpoints
        self.manifest = manifest
        self.state: State | None = None
        self._references: dict[int, Reference] = {}
        if not manifest.sources:
            checkpoints.save(manifest.name, manifest.to_bytes())
        elif not manifest.complete:
            self._resume()

    @property
    def finished(self) -> FinishedFrames:
        return FinishedFrames(self._checkpoints, self.manifest.kept)

    @property
    def references(self) -> Sequence[Reference]:
        """The frames that are remembered, the oldest first."""
        return [self._references[index] for index in self.manifest.references]

    @property
    def first_frame(self) -> Reference | None:
        """The clip's first frame, if it is remembered."""
        return self._references.get(0)

    def shown_again(self, frame: Prepared, saving: Saver) -> tuple[int, Frame] | None:
        """The painted frame that shows this one too, and where it is kept."""
        kept = self.manifest.shown_by(frame.digest)
        if kept is None:
            return None
        saving.wait()
        return kept, FinishedFrames(self._checkpoints, (kept,))[0]

    def repeat(self, frame: Prepared, kept: int, state: State, saving: Saver) -> None:
        """A frame was the same as one before it."""
        self._advance(frame, kept, state, {}, saving)

    def add(self, frame: Prepared, finished: Frame, state: State, saving: Saver) -> None:
        """A frame was painted."""
        files = {frame_name(frame.index): frame_to_png(finished)}
        if is_worth_keeping(frame.index, state.scene_frame):
            reference = Reference(state.source, state.painted, state.scene)
            self._remember(frame.index, reference)
            files[reference_name(frame.index)] = reference.to_bytes()
        self._advance(frame, frame.index, state, files, saving)

    def start_anew(self, plan: Plan, note: str) -> None:
        """What is left follows another plan; what was painted at another size does not help it."""
        self.manifest = replace(self.manifest, plan=plan, references=()).noted(note)
        self.state, self._references = None, {}

    def _resume(self) -> None:
        self.state = State.from_bytes(self._kept(self.manifest.state_name))
        for index in self.manifest.references:
            self._references[index] = Reference.from_bytes(self._kept(reference_name(index)))

    def _kept(self, name: str) -> bytes:
        data = self._checkpoints.load(name)
        if data is None:
            raise PaintingFailed(f"The saved painting cannot be gone on from: {name} is missing.")
        return data

    def _remember(self, index: int, reference: Reference) -> None:
        kept = references_after(self.manifest.references, index)
        known = {**self._references, index: reference}
        self._references = {i: known[i] for i in kept}
        self.manifest = replace(self.manifest, references=kept)

    def _advance(
        self, frame: Prepared, kept: int, state: State, files: dict[str, bytes], saving: Saver
    ) -> None:
        manifest = replace(
            self.manifest,
            sources=(*self.manifest.sources, frame.digest),
            kept=(*self.manifest.kept, kept),
        )
        self.state, self.manifest = state, manifest

        def save() -> None:
            for name, data in files.items():
                self._checkpoints.save(name, data)
            self._checkpoints.save(manifest.state_name, state.to_bytes())
            # Last: what the manifest names must be there.
            self._checkpoints.save(manifest.name, manifest.to_bytes())

        saving.save(save)
