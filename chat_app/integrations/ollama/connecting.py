"""Connections to Ollama servers, made when they are needed."""

from __future__ import annotations

from collections.abc import Callable

from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.ollama.port import OllamaPort, ShownModel


def connector() -> Callable[[ProviderConfig], OllamaPort]:
    """What opens them; all of them share what was shown of models. The HTTP client is loaded with the first one."""
    shown: dict[str, ShownModel] = {}

    def connect(config: ProviderConfig) -> OllamaPort:
        from chat_app.integrations.ollama.server import OllamaServer  # noqa: PLC0415

        return OllamaServer(config, shown)

    return connect
