"""What disputes refuse."""

from __future__ import annotations

from chat_app.errors import AppError, ConflictError, NotFoundError


class DisputeNotFoundError(NotFoundError):
    default_key = "error.dispute_not_found"


class DisputeOpenError(ConflictError):
    """The bank has not decided yet: until then nothing is let go."""

    default_key = "error.dispute_open"


class WalletBlockedError(AppError):
    """Somebody's bank took back what they had spent: nothing more is sold to them on credit until that is settled."""

    status = 402
    default_key = "error.wallet_blocked"
