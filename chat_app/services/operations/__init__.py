"""How the house runs: figures, the state of what it depends on, and its scheduled work."""

from chat_app.services.operations.service import OperationsService

__all__ = ["OperationsService"]
