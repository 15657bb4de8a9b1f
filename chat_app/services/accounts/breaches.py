"""The public list of breached passwords: it learns five hexadecimal digits of a hash, shared by hundreds of passwords."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable

from chat_app.errors import AppError
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import OutboundClient

logger = logging.getLogger(__name__)

RANGE_URL = "https://api.pwnedpasswords.com/range/"
_DIGITS = 5

Fetch = Callable[[str], Awaitable[str]]
"""Gets a text from a URL; raises `AppError` when that fails."""


def fetch_through(outbound: OutboundClient) -> Fetch:
    """Get the list over the network."""

    async def fetch(url: str) -> str:
        answer = await outbound.get(url, headers={"Add-Padding": "true"})
        if answer.status != 200:
            raise AddressRefusedError
        return answer.body.decode("ascii", "replace")

    return fetch


async def is_breached(password: str, fetch: Fetch) -> bool:
    """Whether the list knows the password. A list that cannot be reached stops nobody: the other rules still hold."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        answer = await fetch(RANGE_URL + digest[:_DIGITS])
    except AppError:
        logger.warning("The list of breached passwords cannot be reached")
        return False
    # Lines of padding have the count 0.
    return any(suffix == digest[_DIGITS:] and count.strip() != "0" for suffix, _, count in map(_parts, answer.splitlines()))


def _parts(line: str) -> tuple[str, str, str]:
    return line.partition(":")
