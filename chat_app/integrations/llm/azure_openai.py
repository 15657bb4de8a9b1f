"""Models at a resource of Azure OpenAI. What is called a model there is a deployment, whose name somebody chose."""

from __future__ import annotations

import re
from urllib.parse import quote

from chat_app.integrations.llm.json_objects import items, mapping, text
from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway
from chat_app.integrations.llm.openai_models import models_of
from chat_app.integrations.llm.port import ModelInfo

_COPIED_PATH = re.compile(r"/openai(?:/.*)?$")
_LISTING_VERSION = "2023-03-15-preview"
"""The last version that lists deployments with the resource's own key; later ones ask for a role in the subscription."""
_MODELS_VERSION = "2024-10-21"


class AzureOpenAiGateway(OpenAiCompatibleGateway):
    """One resource; see `LlmGateway`. The API version "v1" is the one without a date, at an address of its own."""

    async def list_models(self) -> list[ModelInfo]:
        """The deployments for chats: those that were named, else those that the resource lists."""
        if named := self._config.option("deployments"):
            # Shows that address and key are right; what it lists is what could be deployed.
            await self._connection.get_json(f"/openai/models?api-version={_MODELS_VERSION}")
            return _named(named)
        answer = mapping(await self._connection.get_json(f"/openai/deployments?api-version={_LISTING_VERSION}"))
        found = [mapping(entry) for entry in items(answer.get("data"))]
        ready = {text(entry.get("id")): text(entry.get("model")) for entry in found if entry.get("status", "succeeded") == "succeeded"}
        chats = {info.name for info in models_of([{"id": base} for base in ready.values()])}
        return [ModelInfo(name, label=name, base=base) for name, base in sorted(ready.items()) if name and base in chats]

    def _base_url(self) -> str:
        """The resource's address, also where it was copied with the path of an example."""
        return _COPIED_PATH.sub("", self._config.base_url.rstrip("/"))

    def _headers(self) -> dict[str, str]:
        return {"api-key": self._config.key}

    def _path(self, model: str, verb: str = "/chat/completions") -> str:
        version = self._config.option("api_version")
        if version == "v1":
            return f"/openai/v1{verb}"
        return f"/openai/deployments/{quote(model, safe='')}{verb}?api-version={version}"


def _named(listed: str) -> list[ModelInfo]:
    """Deployments as they are entered: "fast=gpt-5-mini, smart" (with the model behind a name, where somebody says it)."""
    pairs = (entry.partition("=") for entry in listed.split(","))
    return [ModelInfo(name.strip(), label=name.strip(), base=base.strip()) for name, _, base in pairs if name.strip()]
