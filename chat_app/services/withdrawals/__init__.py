"""Withdrawing from a purchase (§ 356a BGB, Directive (EU) 2023/2673): declared by anybody, confirmed at once, paid back where it fits."""

from chat_app.services.withdrawals.service import WithdrawalService

__all__ = ["WithdrawalService"]
