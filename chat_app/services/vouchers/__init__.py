"""Codes that give credit: administrators make them, whoever has one takes it once."""

from chat_app.services.vouchers.service import VoucherService

__all__ = ["VoucherService"]
