"""Fetching reproductions from a server that may answer anything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from gpu_task.styles.catalogue import load_catalogue
from gpu_task.styles.download import DownloadFailed, Limits, download
from gpu_task.styles.fetch import fetch_all
from tests.gpu_task.styles.conftest import Answer, Server, picture

LOCALLY = Limits(schemes=("http",), most_bytes=3_000_000, redirects=2, seconds=5)


@pytest.fixture
def evening(
    catalogue: Callable[..., Path], server: Server, tmp_path: Path
) -> Callable[[Answer], bool]:
    """Fetches a catalogue of one style whose address gives the answer."""

    def fetch(answer: Answer) -> bool:
        server.answers["/evening"] = answer
        path = catalogue(evening={"source": f"{server.address}/evening"})
        return fetch_all(limits=LOCALLY, catalogue=path, local=tmp_path / "local")

    return fetch


def _kept(tmp_path: Path) -> list[str]:
    local = tmp_path / "local"
    return sorted(file.name for file in local.iterdir()) if local.exists() else []


def test_a_reproduction_replaces_the_stand_in(
    evening: Callable[[Answer], bool], server: Server, tmp_path: Path
) -> None:
    assert evening(Answer(picture(900, 700)))
    (style,) = load_catalogue(tmp_path / "catalogue.json", tmp_path / "local")
    assert not style.stand_in
    assert style.source == f"{server.address}/evening"
    with Image.open(style.path) as image:
        assert (image.format, image.size) == ("JPEG", (900, 700))
    assert _kept(tmp_path) == ["evening.jpg", "evening.json"]


def test_a_large_reproduction_is_shrunk(evening: Callable[[Answer], bool], tmp_path: Path) -> None:
    assert evening(Answer(picture(1000, 2000)))
    with Image.open(tmp_path / "local" / "evening.jpg") as image:
        assert image.size == (800, 1600)


def test_a_transparent_png_is_laid_on_white(
    evening: Callable[[Answer], bool], tmp_path: Path
) -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    clear.save(tmp_path / "clear.png")
    content = (tmp_path / "clear.png").read_bytes()
    assert evening(Answer(content, headers={"Content-Type": "image/png"}))
    with Image.open(tmp_path / "local" / "evening.jpg") as image:
        assert image.getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"gone", 404), "404"),
        (Answer(b"<html>", headers={"Content-Type": "text/html"}), "text/html, not a picture"),
        (Answer(b"<html>"), "no complete picture"),
        (Answer(picture()[:-500]), "no complete picture"),
        (Answer(picture(40, 40)), "40 by 40 pixels"),
        (Answer(bytes(4_000_000)), "larger than 3,000,000 bytes"),
        (Answer(b"", 302, {"Location": "/evening"}), "redirect"),
        (Answer(b"", 302, {"Location": "file:///etc/hostname"}), "is not allowed"),
    ],
    ids=["missing", "page", "no-picture", "cut", "tiny", "huge", "loop", "local-file"],
)
def test_a_bad_answer_leaves_the_stand_in_and_says_why(
    evening: Callable[[Answer], bool],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    answer: Answer,
    reason: str,
) -> None:
    assert not evening(answer)
    told = capsys.readouterr().out
    assert "the stand-in stays" in told
    assert reason in told
    assert _kept(tmp_path) == []


def test_a_picture_that_was_good_stays_when_fetching_again_fails(
    evening: Callable[[Answer], bool], server: Server, tmp_path: Path
) -> None:
    assert evening(Answer(picture()))
    before = (tmp_path / "local" / "evening.jpg").read_bytes()
    server.answers["/evening"] = Answer(b"broken")
    path = tmp_path / "catalogue.json"
    assert not fetch_all(again=True, limits=LOCALLY, catalogue=path, local=tmp_path / "local")
    assert (tmp_path / "local" / "evening.jpg").read_bytes() == before


def test_what_is_already_here_is_not_fetched_again(
    evening: Callable[[Answer], bool], server: Server
) -> None:
    assert evening(Answer(picture()))
    assert evening(Answer(b"broken"))
    assert server.asked == ["/evening"]


def test_one_bad_address_does_not_keep_the_others_from_being_fetched(
    catalogue: Callable[..., Path], server: Server, tmp_path: Path
) -> None:
    server.answers["/good"] = Answer(picture())
    path = catalogue(
        bad={"source": f"{server.address}/bad"}, good={"source": f"{server.address}/good"}
    )
    assert not fetch_all(limits=LOCALLY, catalogue=path, local=tmp_path / "local")
    assert _kept(tmp_path) == ["good.jpg", "good.json"]


def test_a_style_without_an_address_is_told_with_its_rights_and_is_no_failure(
    catalogue: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = catalogue(evening={"rights": "Under copyright", "offered": False})
    assert fetch_all(limits=LOCALLY, catalogue=path, local=tmp_path / "local")
    assert "Under copyright" in capsys.readouterr().out


def test_a_redirect_is_followed_to_a_picture(server: Server) -> None:
    server.answers["/old"] = Answer(b"", 302, {"Location": "/new"})
    server.answers["/new"] = Answer(picture())
    assert download(f"{server.address}/old", LOCALLY) == picture()


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.jpg", "file:///etc/hostname", "a.jpg"])
def test_only_https_is_allowed_unless_a_caller_says_otherwise(address: str) -> None:
    with pytest.raises(DownloadFailed, match="only https is allowed"):
        download(address, Limits())


def test_a_redirect_must_not_leave_the_allowed_schemes(server: Server) -> None:
    server.answers["/old"] = Answer(b"", 302, {"Location": "https://127.0.0.1:1/new"})
    with pytest.raises(DownloadFailed, match="only http is allowed"):
        download(f"{server.address}/old", LOCALLY)


def test_a_server_that_dribbles_is_left(server: Server) -> None:
    server.answers["/slow"] = Answer(bytes(2_000_000), pause=0.1)
    limits = Limits(schemes=("http",), seconds=0.4)
    with pytest.raises(DownloadFailed, match=r"longer than 0\.4 seconds"):
        download(f"{server.address}/slow", limits)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(DownloadFailed, match="could not be reached"):
        download("http://127.0.0.1:9/a.jpg", LOCALLY)
