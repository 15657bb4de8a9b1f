"""Keys with which programs act for people."""

from chat_app.services.api_keys.service import ApiKeyService

__all__ = ["ApiKeyService"]
