"""A visitor's e-mail address: its form, the mailbox behind it, whether its domain is welcome."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from chalicelib.errors import InvalidUpload

# Correct characters, but old mail systems read a route or another address in them.
_REROUTED = re.compile(r"[%!]|=\?")


@dataclass(frozen=True)
class Address:
    """`text` is what a mail is sent to, `domain` its domain in lower-case ASCII (IDNA)."""

    text: str
    domain: str

    @property
    def mailbox(self) -> str:
        """The same for every way to write the mailbox: case and a `+tag` make no difference."""
        local = self.text.rpartition("@")[0].lower()
        return f"{local.split('+')[0] or local}@{self.domain}"


@dataclass(frozen=True)
class DomainPolicy:
    """The domains whose addresses are written to, subdomains included; none allowed means all.

    They are in lower-case ASCII (IDNA), as those of addresses are.
    """

    allowed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    def permits(self, domain: str) -> bool:
        """A domain that is on both lists is denied."""
        return not _is_within(domain, self.denied) and (
            not self.allowed or _is_within(domain, self.allowed)
        )


def parse_address(email: str) -> Address:
    """Only the form is looked at, nothing is asked of the network.

    Raises InvalidUpload, never with the address in it.
    """
    try:
        found = validate_email(email, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        found = None
    if found is None or found.ascii_email is None or _REROUTED.search(found.local_part):
        given = "is not a complete address" if email else "is missing"
        raise InvalidUpload(f"The e-mail address {given}; it should look like name@example.com.")
    return Address(found.ascii_email, found.ascii_domain.lower())


def welcome_address(email: str, policy: DomainPolicy) -> Address:
    """Raises InvalidUpload for what is no address, or one that the policy does not permit."""
    address = parse_address(email)
    if not policy.permits(address.domain):
        raise InvalidUpload(
            "No mails are sent to e-mail addresses of this domain; please use another address."
        )
    return address


def _is_within(domain: str, domains: tuple[str, ...]) -> bool:
    return any(domain == other or domain.endswith(f".{other}") for other in domains)
