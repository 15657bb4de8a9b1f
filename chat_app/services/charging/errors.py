"""What charging refuses."""

from __future__ import annotations

from chat_app.errors import ConflictError


class ModelUnpricedError(ConflictError):
    """Calls are paid from credit here, and nobody knows what this model costs."""

    default_key = "error.model_unpriced"
