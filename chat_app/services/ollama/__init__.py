"""Local models: the Ollama servers of the house, what they hold, and what works without a network."""

from chat_app.services.ollama.service import OllamaService

__all__ = ["OllamaService"]
