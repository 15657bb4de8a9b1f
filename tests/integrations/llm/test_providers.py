"""Which providers the settings name."""

from __future__ import annotations

import pytest

from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway
from chat_app.integrations.llm.ollama import OllamaGateway
from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway
from chat_app.integrations.llm.providers import OPENAI_URL, ProviderConfig, ProviderKind, configured_providers, gateway_for
from chat_app.integrations.llm.retrying import RetryingGateway
from chat_app.settings import Settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI", "ANTHROPIC", "GEMINI", "DEEPSEEK", "OPENROUTER", "RUNPOD", "MISTRAL", "GROQ", "XAI", "COHERE"):
        for suffix in ("API_KEY", "BASE_URL"):
            monkeypatch.delenv(f"{name}_{suffix}", raising=False)
            monkeypatch.delenv(f"PARLEY_{name}_{suffix}", raising=False)


def providers(**values: str) -> list[ProviderConfig]:
    return configured_providers(Settings(_env_file=None, **values))  # type: ignore[call-arg,arg-type]


def test_nothing_set_is_no_provider() -> None:
    assert providers() == []


def test_each_key_brings_its_provider_with_its_fixed_address() -> None:
    names = ("openai", "anthropic", "gemini", "deepseek", "openrouter", "mistral", "groq", "xai", "cohere")
    found = {config.id: config for config in providers(**{f"{name}_api_key": f"key-of-{name}" for name in names})}
    assert set(found) == set(names)
    for name, config in found.items():
        assert config.key == f"key-of-{name}"
        assert config.base_url.startswith("https://") or config.kind is ProviderKind.LITELLM
    assert found["openai"].base_url == OPENAI_URL


def test_a_local_server_needs_no_key() -> None:
    (config,) = providers(openai_base_url="http://localhost:1234/v1")
    assert (config.label, config.base_url, config.key) == ("localhost:1234", "http://localhost:1234/v1", "")


def test_the_label_never_shows_a_password() -> None:
    assert providers(openai_base_url="http://me:secret@host/v1")[0].label == "host"


def test_runpod_needs_its_address() -> None:
    assert providers(runpod_api_key="k") == []
    assert providers(runpod_api_key="k", runpod_base_url="https://api.runpod.ai/v2/x/openai/v1")[0].key == "k"


def test_keys_do_not_show_in_logs() -> None:
    assert "very-secret" not in repr(providers(openai_api_key="very-secret", anthropic_api_key="very-secret"))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"openai_api_key": "k"}, OpenAiCompatibleGateway),
        ({"cohere_api_key": "k"}, OpenAiCompatibleGateway),
        ({"anthropic_api_key": "k"}, LiteLlmGateway),
        ({"ollama_url": "http://localhost:11434"}, OllamaGateway),
    ],
)
def test_the_adapter_of_each_kind(values: dict[str, str], kind: type) -> None:
    gateway = gateway_for(providers(**values)[0])
    assert isinstance(gateway, RetryingGateway)
    assert isinstance(gateway.inner, kind)
