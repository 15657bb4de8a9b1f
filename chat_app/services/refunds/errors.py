"""What refunds refuse."""

from __future__ import annotations

from chat_app.errors import ConflictError, NotFoundError


class OrderNotFoundError(NotFoundError):
    default_key = "error.order_not_found"


class NothingToRefundError(ConflictError):
    """All of the order's credit was spent, went back already, or is frozen."""

    default_key = "error.nothing_to_refund"


class RefundsClosedError(ConflictError):
    """There is no payment provider to send money through."""

    default_key = "error.refunds_closed"


class RefundRefusedError(ConflictError):
    """The payment provider does not send this money back: it went back already, or is disputed."""

    default_key = "error.refund_refused"
