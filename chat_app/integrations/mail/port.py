"""What the product knows of a mail server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class MailError(Exception):
    """A mail could not be handed over; `may_succeed_later` tells whether another try has a point."""

    def __init__(self, reason: str, *, may_succeed_later: bool) -> None:
        super().__init__(reason)
        self.may_succeed_later = may_succeed_later


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that goes along."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person; `to` is an address in its normal form."""

    to: str
    subject: str
    text: str
    html: str
    files: tuple[MailFile, ...] = ()


class MailSender(Protocol):
    """Hands mail over to a server."""

    async def send(self, mail: Mail) -> None:
        """Return when the server has taken it; raises `MailError`."""
        ...
