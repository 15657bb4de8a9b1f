"""Groups: people with a common policy."""

from chat_app.services.groups.service import GroupService

__all__ = ["GroupService"]
