"""An operator brings a picture file for a style."""

from pathlib import Path

import pytest

from gpu_task.styles.bring import main
from gpu_task.styles.catalogue import CATALOGUE, find_style, load_catalogue
from tests.gpu_task.styles.conftest import picture

LICENCE = "© Succession Picasso, licensed to this site until 2030"


def _file(tmp_path: Path, content: bytes) -> str:
    file = tmp_path / "brought.png"
    file.write_bytes(content)
    return str(file)


def test_guernica_is_offered_once_a_licensed_file_is_there(tmp_path: Path) -> None:
    local = tmp_path / "local"
    main(["guernica", _file(tmp_path, picture(form="PNG")), "--rights", LICENCE], local)
    guernica = find_style("guernica", load_catalogue(CATALOGUE, local))
    assert guernica.offered
    assert not guernica.stand_in
    assert guernica.rights == LICENCE
    assert guernica.path == local / "guernica.jpg"


@pytest.mark.parametrize(
    ("style", "content", "rights", "reason"),
    [
        ("mona-lisa", picture(), LICENCE, "no style of the catalogue"),
        ("guernica", b"nothing", LICENCE, "no complete picture"),
        ("guernica", picture(), "  ", "--rights is empty"),
    ],
)
def test_what_cannot_be_used_changes_nothing_and_says_why(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    style: str,
    content: bytes,
    rights: str,
    reason: str,
) -> None:
    local = tmp_path / "local"
    with pytest.raises(SystemExit) as stopped:
        main([style, _file(tmp_path, content), "--rights", rights], local)
    assert stopped.value.code == 2
    assert reason in capsys.readouterr().err
    assert not local.exists()


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["guernica", str(tmp_path / "no.jpg"), "--rights", LICENCE], tmp_path / "local")
    assert "no.jpg" in capsys.readouterr().err
