"""What the test of a provider says: each thing that can be wrong has a sentence of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from chat_app.i18n import translate
from chat_app.integrations.llm.providers import ProviderConfig, bare_gateway
from chat_app.integrations.llm.vendors import vendors
from chat_app.services.providers import testing
from chat_app.services.providers.testing import try_out
from tests.fakes.fault_server import Fault, FaultServer, Script, answer, json_answer

LIST = json_answer({"data": [{"id": "gpt-5"}]})
WRONG_KEY = json_answer({"error": {"message": "Incorrect API key provided"}}, 401)


def config(vendor: str, url: str) -> ProviderConfig:
    found = vendors()[vendor]
    options = {"api_version": "2025-04-01-preview"} if vendor == "azure" else {"region": "eu-central-1"} if vendor == "bedrock" else {}
    return ProviderConfig("mine", found.label, found.kind, url, SecretStr("sk-of-the-test-123"), vendor, options=tuple(options.items()))


async def said(vendor: str, *scripts: Script) -> tuple[str, int]:
    async with FaultServer(*scripts) as server:
        problem, count = await try_out(config(vendor, server.url), bare_gateway)
    return problem.removeprefix("providers.problem."), count


@pytest.mark.parametrize(
    ("vendor", "scripts", "problem"),
    [
        ("openai", [LIST], ""),
        ("openai", [WRONG_KEY], "auth"),
        (
            "openai",
            [json_answer({"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}, 429)],
            "no_credit",
        ),
        ("openai", [json_answer({"error": {"message": "slow down"}}, 429)], "rate_limit"),
        ("openai", [json_answer({"data": []})], "no_models"),
        ("openai", [json_answer({"detail": "Not Found"}, 404)], "address"),
        ("openai", [answer(b"<html>Welcome</html>", content_type="text/html")], "protocol"),
        ("openai", [json_answer({}, 503)], "unavailable"),
        ("anthropic", [WRONG_KEY], "auth"),
        ("gemini", [json_answer({"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}, 400)], "auth"),
        ("azure", [WRONG_KEY], "auth"),
        ("azure", [json_answer({"error": {"code": "404", "message": "Resource not found"}}, 404)], "address"),
        ("bedrock", [json_answer({"message": "The security token included in the request is invalid."}, 403)], "auth"),
        # Its list is public: what the key is worth is asked for first.
        ("openrouter", [WRONG_KEY, LIST], "auth"),
        ("openrouter", [json_answer({"data": {"limit_remaining": 0}}), LIST], "no_credit"),
        ("openrouter", [json_answer({"data": {"limit_remaining": None}}), LIST], ""),
        ("deepseek", [json_answer({"is_available": False}), LIST], "no_credit"),
        ("deepseek", [json_answer({"is_available": True}), LIST], ""),
        ("mistral", [json_answer({"message": "no"}, 402)], "no_credit"),
    ],
)
async def test_each_has_its_own(vendor: str, scripts: list[Script], problem: str) -> None:
    assert (await said(vendor, *scripts))[0] == problem


async def test_silence_is_told_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "SECONDS", 0.3)
    assert await said("openai", [Fault.SILENCE]) == ("timeout", 0)


async def test_nobody_there() -> None:
    async with FaultServer(LIST) as server:
        gone = config("openai", server.url)
    assert await try_out(replace(gone), bare_gateway) == ("providers.problem.unavailable", 0)


def test_the_sentences_differ_in_both_languages() -> None:
    names = ("auth", "no_credit", "rate_limit", "timeout", "unavailable", "address", "protocol", "no_models")
    for language in ("en", "de"):
        sentences = {translate(f"providers.problem.{name}", language) for name in names}
        assert len(sentences) == len(names)
