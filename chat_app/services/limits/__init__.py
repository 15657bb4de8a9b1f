"""How much of what in which time: asked where work begins."""

from chat_app.services.limits.service import LimitService

__all__ = ["LimitService"]
