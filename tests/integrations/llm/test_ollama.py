"""The adapter for Ollama's own protocol."""

from __future__ import annotations

from tests.integrations.llm.contract import GatewayContract
from tests.integrations.llm.speakers import OllamaSpeaker


class TestContract(GatewayContract):
    speaker = OllamaSpeaker()
