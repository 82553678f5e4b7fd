"""The page as CloudFront would serve it, from its bucket."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from localcloud.product import free_port
from localcloud.site import SECURITY_HEADERS, served_site
from tests.localcloud.account import Account, unique


@pytest.fixture(scope="module")
def bucket(mended: Account) -> str:
    name, s3 = unique("website"), mended.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="index.html", Body=b"the page", ContentType="text/html")
    s3.put_object(
        Bucket=name,
        Key="assets/a b.js",
        Body=b"the script",
        ContentType="text/javascript",
        CacheControl="immutable",
    )
    return name


@pytest.fixture(scope="module")
def address(mended: Account, bucket: str) -> Iterator[str]:
    port = free_port(0)
    with served_site(mended.client("s3"), bucket, port):
        yield f"http://127.0.0.1:{port}"


def test_the_root_is_the_page_with_what_cloudfront_adds(address: str) -> None:
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"the page"
        assert answer.headers["Content-Type"] == "text/html"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert SECURITY_HEADERS.items() <= dict(answer.headers).items()


def test_a_path_is_a_key_whatever_is_asked_after_it(address: str) -> None:
    with urllib.request.urlopen(f"{address}/assets/a%20b.js?v=1#there") as answer:
        assert answer.read() == b"the script"
        assert answer.headers["Cache-Control"] == "immutable"


def test_what_is_not_in_the_bucket_is_not_found(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}/nothing")

    with refused.value as answer:
        assert answer.code == 404


def test_a_port_that_somebody_has_is_not_taken_and_free_again_at_the_end(
    mended: Account, bucket: str
) -> None:
    port = free_port(0)

    with served_site(mended.client("s3"), bucket, port):
        assert free_port(port) != port

    assert free_port(port) == port
