"""What goes wrong with invoices."""

from __future__ import annotations

from chat_app.errors import AppError, ConflictError, InvalidInputError, LimitReachedError, NotFoundError


class InvoiceNotFoundError(NotFoundError):
    default_key = "invoices.error.not_found"


class SellerIncompleteError(ConflictError):
    """The seller's data lack what an invoice must have: nothing is issued."""

    default_key = "invoices.error.seller_incomplete"


class SellerNeededError(ConflictError):
    """People have bought from this seller: what invoices need cannot be taken away."""

    default_key = "invoices.error.seller_needed"


class CorrectionTooLargeError(RuntimeError):
    """More would be taken back than was invoiced: a bug, never a person's mistake. Nothing was written."""


class DocumentNotReadyError(ConflictError):
    """The documents are made within seconds after the invoice."""

    default_key = "invoices.error.not_ready"

    @property
    def retryable(self) -> bool:
        return True


class DocumentDamagedError(AppError):
    """What is stored is not what was stored: its hash is another one."""

    status = 500
    default_key = "invoices.error.damaged"


class NoInvoiceEmailError(InvalidInputError):
    """There is no address to send it to, or no mail server."""

    default_key = "invoices.error.no_email"


class TooManyMailsError(LimitReachedError):
    default_key = "invoices.error.too_many_mails"
