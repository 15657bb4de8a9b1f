"""What withdrawals refuse."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotFoundError


class ContractError(InvalidInputError):
    """The contract was not named; `key` says what is wrong."""

    default_key = "withdrawal.error.contract"


class WithdrawalNotFoundError(NotFoundError):
    default_key = "withdrawal.error.not_found"


class WithdrawalClosedError(ConflictError):
    """It was refunded or refused already."""

    default_key = "withdrawal.error.closed"
