"""The thin adapter for the OpenAI protocol."""

from __future__ import annotations

from tests.integrations.llm.contract import GatewayContract
from tests.integrations.llm.speakers import OpenAiSpeaker


class TestContract(GatewayContract):
    speaker = OpenAiSpeaker()
