"""The adapter for every other vendor, through LiteLLM."""

from __future__ import annotations

import pytest

from tests.integrations.llm.contract import GatewayContract
from tests.integrations.llm.speakers import AnthropicSpeaker

# LiteLLM looks at deprecated attributes of its own pydantic models; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")


class TestContract(GatewayContract):
    speaker = AnthropicSpeaker()
