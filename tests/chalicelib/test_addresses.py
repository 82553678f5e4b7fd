"""An address is read strictly, and the mailbox behind it is recognised however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.addresses import Address, DomainPolicy, parse_address, welcome_address
from chalicelib.errors import InvalidUpload


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("visitor@example.com", Address("visitor@example.com", "example.com")),
        ("Visitor+x@EXAMPLE.com", Address("Visitor+x@example.com", "example.com")),
        ("v@münchen.example", Address("v@xn--mnchen-3ya.example", "xn--mnchen-3ya.example")),
    ],
)
def test_a_good_address_is_taken_as_mails_name_it(email: str, address: Address) -> None:
    assert parse_address(email) == address


@pytest.mark.parametrize(
    "bad",
    [
        "nobody",
        "a@b",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\n\r\n<script>",
        "a@b.example\x00",
        "\u202ea@b.example",
        "Mallory <a@b.example>",
        '"a b"@b.example',
        "a@[127.0.0.1]",
        "a@localhost",
        "=?utf-8?q?victim=40bank.example?=@b.example",
        "victim%bank.example@b.example",
        "bank.example!victim@b.example",
        "ü@b.example",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 300}.example",
    ],
)
def test_what_is_no_address_or_could_lead_elsewhere_is_refused(bad: str) -> None:
    with pytest.raises(InvalidUpload, match="The e-mail address is not a complete address"):
        parse_address(bad)


def test_a_missing_address_is_called_missing() -> None:
    with pytest.raises(InvalidUpload, match="The e-mail address is missing"):
        parse_address("")


@given(st.emails())
def test_a_refusal_never_repeats_the_address(email: str) -> None:
    with pytest.raises(InvalidUpload) as refusal:
        parse_address(f"{email} and more")
    assert email not in str(refusal.value)


@pytest.mark.parametrize(
    "email", ["Jo.Doe@example.com", "jo.doe+cats@EXAMPLE.com", "JO.DOE+a+b@example.com"]
)
def test_case_and_tags_do_not_make_another_mailbox(email: str) -> None:
    assert parse_address(email).mailbox == "jo.doe@example.com"


def test_a_name_that_is_nothing_but_a_tag_is_a_mailbox_of_its_own() -> None:
    assert parse_address("+a@example.com").mailbox == "+a@example.com"


POLICY = DomainPolicy(
    allowed=("example.com", "xn--mnchen-3ya.example"), denied=("bad.example.com", "x.example")
)


@pytest.mark.parametrize(
    "email",
    ["a@example.com", "a@mail.Example.com", "a@münchen.example", "a@XN--MNCHEN-3YA.example"],
)
def test_allowed_domains_are_permitted_with_their_subdomains(email: str) -> None:
    welcome_address(email, POLICY)


@pytest.mark.parametrize(
    "email",
    [
        "a@bad.example.com",
        "a@very.bad.example.com",
        "a@x.example",
        "a@other.example",
        "a@notexample.com",
        "a@example.com.other.example",
    ],
)
def test_other_domains_are_refused_without_telling_the_lists(email: str) -> None:
    with pytest.raises(InvalidUpload, match="No mails are sent to e-mail addresses of this domain"):
        welcome_address(email, POLICY)


def test_where_none_is_allowed_by_name_all_are_that_are_not_denied() -> None:
    assert DomainPolicy(denied=("x.example",)).permits("example.com")
    assert not DomainPolicy(denied=("x.example",)).permits("y.x.example")
