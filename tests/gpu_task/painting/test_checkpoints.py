from pathlib import Path

from gpu_task.painting import FolderCheckpoints


def test_what_was_saved_last_is_loaded(tmp_path: Path) -> None:
    store = FolderCheckpoints(tmp_path / "new")
    store.save("frames/1.png", b"first")
    store.save("frames/1.png", b"second")
    assert store.load("frames/1.png") == b"second"


def test_what_was_never_saved_is_none(tmp_path: Path) -> None:
    assert FolderCheckpoints(tmp_path).load("frames/1.png") is None


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    FolderCheckpoints(tmp_path).save("state.npz", b"data")
    assert [file.name for file in tmp_path.iterdir()] == ["state.npz"]
