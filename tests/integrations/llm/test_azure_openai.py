"""The adapter for Azure OpenAI."""

from __future__ import annotations

import pytest

from chat_app import errors
from tests.fakes.fault_server import FaultServer, json_answer
from tests.integrations.llm.contract import ASKED, GatewayContract, broken, events_of
from tests.integrations.llm.speakers import KEY, AzureSpeaker, Said


class TestContract(GatewayContract):
    speaker = AzureSpeaker()


@pytest.mark.parametrize(
    ("version", "path"),
    [
        ("2025-04-01-preview", "/openai/deployments/a-model/chat/completions?api-version=2025-04-01-preview"),
        ("v1", "/openai/v1/chat/completions"),
    ],
)
async def test_asks_the_deployment_with_the_key_of_the_resource(version: str, path: str) -> None:
    async with FaultServer(AzureSpeaker().says(Said())) as server:
        await events_of(AzureSpeaker(version).gateway(server.url))
        asked = server.received[0]
    assert (asked.path, asked.headers["api-key"], asked.json["model"]) == (path, KEY, ASKED.model)
    assert "authorization" not in asked.headers


async def test_what_its_filter_stops_is_a_refusal() -> None:
    words = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
    script = json_answer({"error": {"message": words, "code": "content_filter", "status": 400}}, 400)
    async with FaultServer(script) as server:
        _, error = await broken(AzureSpeaker().gateway(server.url))
    assert isinstance(error, errors.UpstreamRefusedError)


async def test_a_deployment_that_is_not_there_has_its_own_sentence() -> None:
    words = "The API deployment for this resource does not exist."
    async with FaultServer(json_answer({"error": {"code": "DeploymentNotFound", "message": words}}, 404)) as server:
        _, error = await broken(AzureSpeaker().gateway(server.url))
    assert error.key == "provider.no_model"
