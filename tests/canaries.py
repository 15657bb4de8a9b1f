"""X18: secrets that tests plant everywhere, and whoever watches that none of them comes out again.

The log of the whole run passes through the filter of the server and is searched, and so is every frame that a page's
websocket brings. A secret that a test shows on purpose (a key right after it was made) is no canary.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from chat_app.log_filter import PrivacyFilter

PASSWORD = "correct horse battery staple"
PROVIDER_KEY = "sk-canary-0123456789"
CANARIES = (PASSWORD, PROVIDER_KEY, "sk-secret-key-of-the-test-1234", "CANARY-of-somebody-else", "canary-of-a-cookie")

_found: list[str] = []


def search(text: str, where: str) -> None:
    """Remember it when one of the canaries is in `text`."""
    _found.extend(f"{canary!r} in {where}: {text[:300]}" for canary in CANARIES if canary in text)


class _Listener(logging.Handler):
    """Hears what the server would write into its log."""

    def emit(self, record: logging.LogRecord) -> None:
        search(self.format(record), f"the log of {record.name}")


@contextmanager
def watching() -> Iterator[None]:
    """Listen to the log until the end of the block; raises AssertionError when a canary was seen anywhere by then."""
    listener = _Listener()
    listener.addFilter(PrivacyFilter())
    logging.getLogger().addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
    assert not _found, "\n".join(_found[:20])
