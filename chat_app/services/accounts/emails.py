"""The one spelling of an address that counts: found, compared and written to in this form only."""

from __future__ import annotations

import re
import unicodedata

import idna

from chat_app.errors import InvalidInputError

MAX_EMAIL = 254
MAX_LOCAL = 64
# A dot-atom of RFC 5322: what mail servers in use give out. Neither blanks nor line ends can be part of it.
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class InvalidEmailError(InvalidInputError):
    """No address that mail could be sent to."""

    default_key = "auth.error.email"


def normal_email(text: object) -> str:
    """The address in lower case, NFKC, its domain as IDNA; raises `InvalidEmailError`."""
    if not isinstance(text, str) or len(text) > 2 * MAX_EMAIL:
        raise InvalidEmailError
    local, at, domain = unicodedata.normalize("NFKC", text.strip(" ")).lower().rpartition("@")
    address = f"{local}@{_ascii_domain(domain)}"
    if not at or len(address) > MAX_EMAIL or len(local) > MAX_LOCAL:
        raise InvalidEmailError
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(address.rpartition("@")[2]):
        raise InvalidEmailError
    return address


def account_key(text: object) -> str:
    """What wrong passwords are counted under: all spellings that may reach one mailbox are one, `+tags` included.

    Never raises: what is no address at all has a key, too.
    """
    try:
        local, _, domain = normal_email(text).rpartition("@")
    except InvalidEmailError:
        return unicodedata.normalize("NFKC", str(text)[:MAX_EMAIL]).casefold().strip()
    return f"{local.partition('+')[0]}@{domain}"


def domain_of(email: str) -> str:
    """The domain of an address in its normal form."""
    return email.rpartition("@")[2]


def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode().lower() if not domain.isascii() else domain
    except idna.IDNAError:
        raise InvalidEmailError from None
