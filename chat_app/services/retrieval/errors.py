"""What can go wrong with searching; the sentences are in `i18n/retrieval.toml`."""

from __future__ import annotations

from typing import ClassVar

from chat_app.errors import AppError

AWAY, FAILED = "retrieval.away", "retrieval.failed"


class IndexAwayError(AppError):
    """The index does not answer now."""

    status: ClassVar[int] = 503
    default_key = AWAY

    @property
    def retryable(self) -> bool:
        return True
