"""What the mails say, and what nobody can make them say."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mails import Mail, MailContent, MailKind, page_url, render
from tests.chalicelib.mails.golden import FOLDER, JOB, example

PAGE = page_url("https://visualneurons.example", JOB)
CONTENT = MailContent(JOB, PAGE, kept_until="2026-11-30")
MARKUP = '<script>alert(1)</script><img src="https://spy.example/x.gif" onerror=a()>\'"&'

every_kind = pytest.mark.parametrize("kind", list(MailKind))


class Page(HTMLParser):
    """The tags, links and visible text of an HTML mail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "background")
        ]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.text += f" {' '.join(data.split())}"


def _words(mail: Mail) -> str:
    return " ".join(Page(mail.html).text.split())


@every_kind
def test_a_mail_reads_as_its_golden_files(kind: MailKind) -> None:
    mail = example(kind)
    golden = (FOLDER / f"{kind}.txt").read_text("utf-8")
    assert f"Subject: {mail.subject}\n\n{mail.text}" == golden
    assert mail.html == (FOLDER / f"{kind}.html").read_text("utf-8")


@every_kind
def test_text_and_html_carry_the_same_links_and_facts(kind: MailKind) -> None:
    mail = example(kind)
    for link in set(Page(mail.html).links):
        assert link in mail.text
    for fact in ("The Starry Night", JOB, "30 November 2026"):
        assert fact in " ".join(mail.text.split())
        assert fact in _words(mail)


@pytest.mark.parametrize("kind", [MailKind.ACCEPTED, MailKind.READY])
def test_mails_with_something_to_see_link_to_the_jobs_page(kind: MailKind) -> None:
    assert PAGE in Page(example(kind).html).links


@pytest.mark.parametrize("kind", [MailKind.REJECTED, MailKind.CAPACITY_EXCEEDED, MailKind.FAILED])
def test_a_job_that_ended_early_tells_its_exact_reason(kind: MailKind) -> None:
    reason = "The file has 31.2 MB; 30 MB are allowed."
    mail = render(kind, replace(CONTENT, reason=reason))
    assert reason in mail.text
    assert reason in _words(mail)


@every_kind
def test_a_mail_without_any_known_fact_still_reads_well(kind: MailKind) -> None:
    mail = render(kind, CONTENT)
    for part in (mail.text, mail.html):
        assert "None" not in part
    assert "in the manner of" not in mail.text


@every_kind
def test_a_clip_of_one_frame_is_called_a_picture(kind: MailKind) -> None:
    mail = render(kind, replace(CONTENT, frames=1, seconds=0.0))
    assert "clip" not in mail.subject.lower()
    assert "your picture" in mail.text
    assert "your clip" not in mail.text + mail.html


@every_kind
def test_a_mail_brings_nothing_from_elsewhere(kind: MailKind) -> None:
    page = Page(example(kind).html)
    assert not {"img", "script", "link", "iframe", "form", "object"} & set(page.tags)
    assert all(link.startswith("https://visualneurons.example/") for link in page.links)
    assert "url(" not in example(kind).html


@every_kind
def test_robots_are_told_not_to_answer(kind: MailKind) -> None:
    assert example(kind).headers["Auto-Submitted"] == "auto-generated"


@every_kind
def test_markup_in_any_field_is_shown_and_not_obeyed(kind: MailKind) -> None:
    mail = render(kind, replace(CONTENT, job_id=MARKUP, style_title=MARKUP, reason=MARKUP))
    honest = render(kind, replace(CONTENT, job_id="x", style_title="x", reason="x"))
    assert Page(mail.html).tags == Page(honest.html).tags
    assert Page(mail.html).links == Page(honest.html).links
    assert "<script>" in Page(mail.html).text


@every_kind
@given(text=st.text(), frames=st.integers(1, 10_000), seconds=st.floats(0, 10_000))
def test_no_field_adds_a_header_a_paragraph_or_a_link(
    kind: MailKind, text: str, frames: int, seconds: float
) -> None:
    forged = f"{text}\r\nBcc: victim@example.com\r\n\r\nClick https://evil.example/{text}"
    content = MailContent(
        forged,
        PAGE,
        "2026-11-30",
        style_title=forged,
        reason=forged,
        frames=frames,
        seconds=seconds,
    )
    mail = render(kind, content)
    head = mail.subject + "".join(f"{name}{value}" for name, value in mail.headers.items())
    assert not any(ord(character) < 32 for character in head)
    assert "victim" not in head
    honest = render(kind, replace(content, job_id="x", style_title="x", reason="x"))
    assert mail.text.count("\n\n") == honest.text.count("\n\n")
    assert "evil.example" not in mail.text + mail.html


@pytest.mark.parametrize(
    "sneaky",
    [
        "http://evil.example",
        "HTTPS://EVIL.example/a",
        "www.evil.example",
        "evil.example/offer",
        "ftp://evil.example",
    ],
)
def test_a_link_in_a_visitors_text_is_removed(sneaky: str) -> None:
    mail = render(
        MailKind.REJECTED, replace(CONTENT, reason=f"There is no style “buy {sneaky} now”.")
    )
    assert "evil" not in (mail.text + mail.html).lower()
    assert "(link removed)" in mail.text


def test_ordinary_reasons_keep_every_character() -> None:
    reason = "It is 1.5 times too large (5000x4000/frame, e.g.): a GIF/PNG/JPEG of 4.0 MB at most."
    assert reason in " ".join(
        render(MailKind.REJECTED, replace(CONTENT, reason=reason)).text.split()
    )


def test_a_long_reason_is_cut() -> None:
    mail = render(MailKind.FAILED, replace(CONTENT, reason="very " * 5000))
    assert "…" in mail.text
    assert len(mail.text) < 2500


def test_invisible_and_direction_changing_characters_are_dropped() -> None:
    mail = render(MailKind.REJECTED, replace(CONTENT, reason="a\u202eb\u200bc\x00d\x1be"))
    assert "a b c d e" in mail.text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://site.example/#job=1\r\nBcc: x@example.com",
        'https://site.example/"><script>',
        "//site.example/",
        "https://site.example/#job=1\n",
        "",
    ],
)
def test_only_a_plain_web_address_can_be_the_page(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        replace(CONTENT, page_url=address)


def test_the_local_site_is_a_page_too() -> None:
    mail = render(MailKind.READY, replace(CONTENT, page_url="http://127.0.0.1:8123/#job=1"))
    assert "http://127.0.0.1:8123/#job=1" in mail.text


def test_the_page_of_a_job_quotes_what_does_not_belong_in_an_address() -> None:
    assert page_url("https://site.example/", "a b/c") == "https://site.example/#job=a%20b%2Fc"


@pytest.mark.parametrize(
    ("frames", "seconds", "reads"),
    [
        (24, 2.4, "24 frames, 2.4 seconds"),
        (2, 1.0, "2 frames, 1 second"),
        (1500, 1234.5, "1500 frames, 1234.5 seconds"),
        (3, None, "3 frames\n"),
    ],
)
def test_the_length_of_a_clip_reads_as_people_write_it(
    frames: int, seconds: float | None, reads: str
) -> None:
    assert reads in render(MailKind.READY, replace(CONTENT, frames=frames, seconds=seconds)).text
