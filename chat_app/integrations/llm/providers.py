"""Which model providers the settings name, and the adapter that speaks with each.

A key belongs to the base URL in the same record: nobody but whoever set it can point it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from chat_app.integrations.http.guard import AddressGuard
from chat_app.integrations.llm.port import LlmGateway
from chat_app.integrations.llm.vendors import ProviderKind, vendors
from chat_app.settings import Settings

OPENAI_URL = vendors()["openai"].url


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """One provider that is set up. An empty `base_url` is the vendor's own address (LiteLLM knows it)."""

    id: str
    """The first part of its models' ids."""
    label: str
    kind: ProviderKind
    base_url: str = ""
    api_key: SecretStr | None = None
    vendor: str = ""
    """Whose models they are (vendors.toml); the id where that says it."""
    region: str = ""
    """Where data is processed: `eu`, `us`, … or `local`; empty when unknown."""
    guard: AddressGuard | None = None
    """Asked at each connection. None where the operator's environment set the address."""
    options: tuple[tuple[str, str], ...] = ()
    """What its vendor asks for beside address and key (vendors.toml), checked."""

    @property
    def key(self) -> str:
        """The API key in clear, empty where the provider needs none."""
        return self.api_key.get_secret_value().strip() if self.api_key else ""

    @property
    def brand(self) -> str:
        """The vendor's id."""
        return self.vendor or self.id

    def option(self, name: str) -> str:
        """What was given for a field of the vendor; empty without it."""
        return dict(self.options).get(name, "")


def configured_providers(settings: Settings) -> list[ProviderConfig]:
    """Return the providers that have what they need, in the order the picker shows them."""
    return list(_configured(settings))


def gateway_for(config: ProviderConfig) -> LlmGateway:
    """Return the adapter for this provider, with retries around it. Nothing connects before its first use."""
    from chat_app.integrations.llm.retrying import RetryingGateway  # noqa: PLC0415

    return RetryingGateway(bare_gateway(config))


def bare_gateway(config: ProviderConfig) -> LlmGateway:
    """The adapter without retries: a test of a key shows the first failure.

    Imports only what is used: without a provider nothing of this is loaded.
    """
    if config.kind is ProviderKind.OLLAMA:
        from chat_app.integrations.llm.ollama import OllamaGateway  # noqa: PLC0415

        return OllamaGateway(config)
    if config.kind is ProviderKind.LITELLM:
        from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway  # noqa: PLC0415

        return LiteLlmGateway(config)
    if config.brand == "azure":
        from chat_app.integrations.llm.azure_openai import AzureOpenAiGateway  # noqa: PLC0415

        return AzureOpenAiGateway(config)
    from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway  # noqa: PLC0415

    return OpenAiCompatibleGateway(config)


def _configured(settings: Settings) -> Iterator[ProviderConfig]:
    yield from _openai(settings)
    for vendor in vendors().values():
        if vendor.url and vendor.id != "openai" and (key := _key(settings, vendor.id)):
            url = "" if vendor.kind is ProviderKind.LITELLM else vendor.url
            yield ProviderConfig(vendor.id, vendor.label, vendor.kind, url, key, region=vendor.region)
    # RunPod has no common address: each deployment is an endpoint of its own.
    if settings.runpod_base_url:
        yield ProviderConfig("runpod", "RunPod", ProviderKind.OPENAI_COMPATIBLE, settings.runpod_base_url, settings.runpod_api_key)
    if settings.ollama_url:
        yield ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, settings.ollama_url, region="local")


def _openai(settings: Settings) -> Iterator[ProviderConfig]:
    """OpenAI itself, or whatever speaks its protocol at `OPENAI_BASE_URL` (local servers need no key)."""
    vendor = vendors()["openai"]
    if settings.openai_base_url and settings.openai_base_url != OPENAI_URL:
        label = urlsplit(settings.openai_base_url).netloc.rpartition("@")[2]
        yield ProviderConfig("openai", label, vendor.kind, settings.openai_base_url, settings.openai_api_key)
    elif settings.openai_api_key:
        yield ProviderConfig("openai", "OpenAI", vendor.kind, OPENAI_URL, settings.openai_api_key, region=vendor.region)


def _key(settings: Settings, name: str) -> SecretStr | None:
    value: SecretStr | None = getattr(settings, f"{name}_api_key")
    return value
