"""The adapter for every other vendor, through LiteLLM."""

from __future__ import annotations

from tests.integrations.llm.contract import GatewayContract
from tests.integrations.llm.speakers import AnthropicSpeaker


class TestContract(GatewayContract):
    speaker = AnthropicSpeaker()
