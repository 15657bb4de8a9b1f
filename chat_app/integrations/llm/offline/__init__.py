"""A small assistant that needs nothing: help about Parley, sums, dates, reflection. It says what it is."""

from chat_app.integrations.llm.offline.gateway import MODEL_NAME, OfflineGateway

__all__ = ["MODEL_NAME", "OfflineGateway"]
