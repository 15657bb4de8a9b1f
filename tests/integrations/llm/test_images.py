"""Pictures on the wire of each kind of provider."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from chat_app.integrations.llm.port import ImagePart, LlmMessage, LlmRequest, Role, TextPart
from tests.fakes.fault_server import FaultServer
from tests.integrations.llm.contract import events_of
from tests.integrations.llm.speakers import PATIENT, AnthropicSpeaker, OllamaSpeaker, OpenAiSpeaker, Said, Speaker

# LiteLLM looks at deprecated attributes of its own pydantic models; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning")

PNG = b"\x89PNG\r\n\x1a\n"
DATA = b64encode(PNG).decode()
ASKED = (LlmMessage(Role.USER, (TextPart('File "a.txt":\n'), ImagePart("image/png", PNG, tokens=85), TextPart("What is it?"))),)


async def sent_to(speaker: Speaker, model: str) -> dict[str, Any]:
    async with FaultServer(speaker.says(Said())) as server:
        await events_of(speaker.gateway(server.url, PATIENT), LlmRequest(model, ASKED))
        message: dict[str, Any] = server.received[0].json["messages"][-1]
    return message


async def test_openai() -> None:
    text, image, question = (await sent_to(OpenAiSpeaker(), "gpt-5"))["content"]
    assert (text["text"], question["text"]) == ('File "a.txt":\n', "What is it?")
    assert image == {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{DATA}"}}


async def test_anthropic_through_litellm() -> None:
    _, image, question = (await sent_to(AnthropicSpeaker(), "claude-sonnet-4-5"))["content"]
    assert image["source"] == {"type": "base64", "media_type": "image/png", "data": DATA}
    assert question["text"] == "What is it?"


async def test_ollama() -> None:
    message = await sent_to(OllamaSpeaker(), "llava")
    assert message["images"] == [DATA]
    assert message["content"] == 'File "a.txt":\nWhat is it?'
