"""The five mails a visitor can get about a job, as data: nothing is sent here."""

from chalicelib.mails.model import Mail, MailContent, MailKind, page_url
from chalicelib.mails.render import render

__all__ = ["Mail", "MailContent", "MailKind", "page_url", "render"]
