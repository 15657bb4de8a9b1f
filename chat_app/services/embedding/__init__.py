"""The meaning of texts as numbers, for whatever searches by it."""

from chat_app.services.embedding.service import EmbeddingService

__all__ = ["EmbeddingService"]
