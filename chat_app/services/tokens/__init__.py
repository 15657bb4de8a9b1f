"""Programs at the door: keys of ours, and short-lived tokens made from them."""

from chat_app.services.tokens.programs import Programs
from chat_app.services.tokens.service import TokenService

__all__ = ["Programs", "TokenService"]
