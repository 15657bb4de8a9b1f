"""Wallets as their owners see them: what is there, and how it came about."""

from chat_app.services.wallets.service import WalletService

__all__ = ["WalletService"]
