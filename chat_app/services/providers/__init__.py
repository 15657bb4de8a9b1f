"""Providers of models that were set up in Parley: by people for themselves, by administrators for all."""

from chat_app.services.providers.service import ProviderService

__all__ = ["ProviderService"]
