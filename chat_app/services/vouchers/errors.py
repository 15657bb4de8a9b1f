"""What can go wrong with vouchers."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotAllowedError, NotFoundError


class UnknownCodeError(InvalidInputError):
    """No voucher has this code."""

    default_key = "vouchers.error.unknown"


class VoucherEndedError(ConflictError):
    """It was taken already, is over, or was revoked: `key` says which."""

    default_key = "vouchers.error.redeemed"


class TooManyTriesError(LimitReachedError):
    default_key = "vouchers.error.too_many_tries"


class VoucherNotFoundError(NotFoundError):
    default_key = "vouchers.error.not_found"


class BatchError(InvalidInputError):
    """A batch that cannot be made: `key` says why."""

    default_key = "vouchers.error.amount"


class ProgramError(NotAllowedError):
    """A key may not move money."""

    default_key = "vouchers.error.program"
