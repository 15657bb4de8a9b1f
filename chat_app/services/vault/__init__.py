"""Secrets of others that we must be able to read again: sealed in the database, the master key outside of it."""

from chat_app.services.vault.vault import Vault

__all__ = ["Vault"]
