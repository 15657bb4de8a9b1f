"""What the ledger refuses."""

from __future__ import annotations

from chat_app.errors import AppError


class InsufficientCreditError(AppError):
    """The wallet does not cover it."""

    status = 402
    default_key = "error.insufficient_credit"

    def __init__(self, key: str | None = None, *, available_nano: int | None = None, needed_nano: int | None = None) -> None:
        """What there is, and what at least it would take, where that is known: nano-units of the ledger's currency."""
        super().__init__(key)
        self.available_nano = available_nano
        self.needed_nano = needed_nano

    @property
    def members(self) -> dict[str, object]:
        known = {"available_nano": self.available_nano, "needed_nano": self.needed_nano}
        return {name: str(amount) for name, amount in known.items() if amount is not None}


class WalletStoppedError(AppError):
    """The kill switch is on: no wallet takes anything new until an administrator has looked at the books."""

    status = 503
    default_key = "error.wallet_stopped"

    @property
    def retryable(self) -> bool:
        return True


class LedgerError(RuntimeError):
    """A rule of the ledger would be broken: a bug, never a person's mistake. Nothing was written."""
