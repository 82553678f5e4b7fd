from pathlib import Path

import pytest

from infrastructure.objects import ASK_EVERY_TIME, CACHE_FOR_EVER, Bucket, Entry
from infrastructure.website import page_files, upload_site
from tests.infrastructure.conftest import Stand


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name in ("index.html", "icon.svg", "assets/index-4nmoI7vi.js", "config.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def website(stand: Stand) -> Bucket:
    bucket = Bucket(stand.cloud.session().client("s3"), stand.outputs["WebsiteBucket"])
    bucket.delete(bucket.names())
    return bucket


def test_the_page_comes_after_everything_that_it_names(dist: Path) -> None:
    assert [entry.key for entry in page_files(dist)][-1] == "index.html"


def test_only_names_that_hold_a_hash_are_cached_for_ever(dist: Path) -> None:
    cached = {entry.key: entry.cache_control for entry in page_files(dist)}
    assert cached == {
        "assets/index-4nmoI7vi.js": CACHE_FOR_EVER,
        "icon.svg": ASK_EVERY_TIME,
        "index.html": ASK_EVERY_TIME,
    }


def test_the_settings_of_the_deployment_take_the_place_of_the_builds(
    dist: Path, website: Bucket
) -> None:
    upload_site(website, page_files(dist), {"region": "eu-central-1"})
    assert website.read("config.json") == b'{\n  "region": "eu-central-1"\n}'


def test_what_the_page_has_no_more_is_removed_but_not_the_styles(
    dist: Path, website: Bucket
) -> None:
    website.put(Entry("styles/scream.jpg", b"jpeg", "image/jpeg"))
    website.put(Entry("assets/index-old12345.js", b"0", "text/javascript"))
    assert upload_site(website, page_files(dist), {}) == 5
    assert sorted(website.names()) == [
        "assets/index-4nmoI7vi.js",
        "config.json",
        "icon.svg",
        "index.html",
        "styles/scream.jpg",
    ]
    assert upload_site(website, page_files(dist), {}) == 0


def test_without_a_built_page_nothing_is_removed(tmp_path: Path, website: Bucket) -> None:
    website.put(Entry("index.html", b"html", "text/html"))
    assert upload_site(website, page_files(tmp_path), {}) == 1
    assert "index.html" in website.names()


def test_other_headers_are_a_change_too(website: Bucket) -> None:
    assert website.put(Entry("a.txt", b"a", "text/plain"))
    assert not website.put(Entry("a.txt", b"a", "text/plain"))
    assert website.put(Entry("a.txt", b"a", "text/plain", ASK_EVERY_TIME))
