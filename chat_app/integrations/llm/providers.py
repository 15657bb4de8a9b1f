"""Which model providers the settings name, and the adapter that speaks with each.

A key belongs to the base URL in the same record: nobody but the operator, through the environment,
can point a key elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from pydantic import SecretStr

from chat_app.integrations.llm.port import LlmGateway
from chat_app.settings import Settings


class ProviderKind(StrEnum):
    OPENAI_COMPATIBLE = "openai_compatible"
    LITELLM = "litellm"
    OLLAMA = "ollama"


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """One provider that is set up. An empty `base_url` is the vendor's own address (LiteLLM knows it)."""

    id: str
    label: str
    kind: ProviderKind
    base_url: str = ""
    api_key: SecretStr | None = None

    @property
    def key(self) -> str:
        """The API key in clear, empty where the provider needs none."""
        return self.api_key.get_secret_value().strip() if self.api_key else ""


OPENAI_URL = "https://api.openai.com/v1"

_COMPATIBLE = (
    ("deepseek", "DeepSeek", "https://api.deepseek.com/v1"),
    ("openrouter", "OpenRouter", "https://openrouter.ai/api/v1"),
    ("mistral", "Mistral", "https://api.mistral.ai/v1"),
    ("groq", "Groq", "https://api.groq.com/openai/v1"),
    ("xai", "xAI", "https://api.x.ai/v1"),
    # Not through LiteLLM: its release 1.106 cannot read the streams of Cohere's own protocol.
    ("cohere", "Cohere", "https://api.cohere.ai/compatibility/v1"),
)
_THROUGH_LITELLM = (("anthropic", "Anthropic"), ("gemini", "Google Gemini"))


def configured_providers(settings: Settings) -> list[ProviderConfig]:
    """Return the providers that have what they need, in the order the picker shows them."""
    return list(_configured(settings))


def gateway_for(config: ProviderConfig) -> LlmGateway:
    """Return the adapter for this provider, with retries around it. Nothing connects before its first use."""
    from chat_app.integrations.llm.retrying import RetryingGateway  # noqa: PLC0415

    return RetryingGateway(_bare_gateway(config))


def _bare_gateway(config: ProviderConfig) -> LlmGateway:
    """Import only what is used: without a provider nothing of this is loaded."""
    if config.kind is ProviderKind.OLLAMA:
        from chat_app.integrations.llm.ollama import OllamaGateway  # noqa: PLC0415

        return OllamaGateway(config)
    if config.kind is ProviderKind.LITELLM:
        from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway  # noqa: PLC0415

        return LiteLlmGateway(config)
    from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway  # noqa: PLC0415

    return OpenAiCompatibleGateway(config)


def _configured(settings: Settings) -> Iterator[ProviderConfig]:
    yield from _openai(settings)
    for name, label in _THROUGH_LITELLM:
        if key := _key(settings, name):
            yield ProviderConfig(name, label, ProviderKind.LITELLM, api_key=key)
    for name, label, url in _COMPATIBLE:
        if key := _key(settings, name):
            yield ProviderConfig(name, label, ProviderKind.OPENAI_COMPATIBLE, url, key)
    # RunPod has no common address: each deployment is an endpoint of its own.
    if settings.runpod_base_url:
        yield ProviderConfig("runpod", "RunPod", ProviderKind.OPENAI_COMPATIBLE, settings.runpod_base_url, settings.runpod_api_key)
    if settings.ollama_url:
        yield ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, settings.ollama_url)


def _openai(settings: Settings) -> Iterator[ProviderConfig]:
    """OpenAI itself, or whatever speaks its protocol at `OPENAI_BASE_URL` (local servers need no key)."""
    if settings.openai_base_url and settings.openai_base_url != OPENAI_URL:
        label = urlsplit(settings.openai_base_url).netloc.rpartition("@")[2]
        yield ProviderConfig("openai", label, ProviderKind.OPENAI_COMPATIBLE, settings.openai_base_url, settings.openai_api_key)
    elif settings.openai_api_key:
        yield ProviderConfig("openai", "OpenAI", ProviderKind.OPENAI_COMPATIBLE, OPENAI_URL, settings.openai_api_key)


def _key(settings: Settings, name: str) -> SecretStr | None:
    value: SecretStr | None = getattr(settings, f"{name}_api_key")
    return value
