"""Amazon Bedrock: with what LiteLLM reaches it, and the models that a region offers to an account."""

from __future__ import annotations

import asyncio
from typing import Any

from chat_app.integrations.llm.connection import STANDARD_TIMEOUTS, Connection, Timeouts
from chat_app.integrations.llm.json_objects import items, mapping, text
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig

_MODELS = "/foundation-models?byOutputModality=TEXT"
_PROFILES = "/inference-profiles?maxResults=1000&type=SYSTEM_DEFINED"


def bedrock_fields(config: ProviderConfig, model: str) -> dict[str, Any]:
    """What LiteLLM needs: a region, and a pair of keys or one of Bedrock's own. The environment's keys are never used.

    All models are asked in the one way that Bedrock has for all; left to itself the library knows those of its own list only.
    """
    region = config.option("region")
    fields: dict[str, Any] = {
        "model": f"converse/{model}",
        # Else it leaves them out for models that are newer than its list.
        "allowed_openai_params": ["tools"],
        "aws_region_name": region,
        "aws_bedrock_runtime_endpoint": config.base_url or f"https://bedrock-runtime.{region}.amazonaws.com",
    }
    if access_key := config.option("access_key_id"):
        return fields | {"api_key": "", "aws_access_key_id": access_key, "aws_secret_access_key": config.key}
    return fields | {"api_key": config.key}


async def list_bedrock_models(config: ProviderConfig, timeouts: Timeouts = STANDARD_TIMEOUTS) -> list[ModelInfo]:
    """Fetch what answers in text in the region, directly or through a profile over several regions; raises `UpstreamError`."""
    models = items(mapping(await _get(config, _MODELS, timeouts)).get("modelSummaries"))
    profiles = items(mapping(await _get(config, _PROFILES, timeouts)).get("inferenceProfileSummaries"))
    known = {text(entry.get("modelId")): entry for entry in map(mapping, models) if _writes(entry)}
    direct = [_info(name, entry) for name, entry in known.items() if "ON_DEMAND" in items(entry.get("inferenceTypesSupported"))]
    routed = [info for entry in map(mapping, profiles) if (info := _routed(entry, known))]
    return sorted({info.name: info for info in (*direct, *routed)}.values(), key=lambda info: info.name)


def _writes(entry: dict[str, Any]) -> bool:
    return bool(text(entry.get("modelId"))) and entry.get("responseStreamingSupported") is not False


def _info(name: str, entry: dict[str, Any], label: str = "") -> ModelInfo:
    vision = "IMAGE" in items(entry.get("inputModalities"))
    return ModelInfo(name, label=label or text(entry.get("modelName")), vision=vision)


def _routed(entry: dict[str, Any], known: dict[str, dict[str, Any]]) -> ModelInfo | None:
    """A profile of a model that is known to write; the newest ones are reached in no other way."""
    arns = [text(mapping(model).get("modelArn")) for model in items(entry.get("models"))]
    behind = next((known[name] for arn in arns if (name := arn.rpartition("/")[2]) in known), None)
    name = text(entry.get("inferenceProfileId"))
    if behind is None or not name or entry.get("status") != "ACTIVE":
        return None
    return _info(name, behind, text(entry.get("inferenceProfileName")))


async def _get(config: ProviderConfig, path: str, timeouts: Timeouts) -> Any:
    base_url = config.base_url or f"https://bedrock.{config.option('region')}.amazonaws.com"
    headers = await asyncio.to_thread(_headers, config, base_url + path)
    connection = Connection(config.label, base_url, headers, key=config.key, timeouts=timeouts, guard=config.guard)
    try:
        return await connection.get_json(path)
    finally:
        await connection.close()


def _headers(config: ProviderConfig, url: str) -> dict[str, str]:
    """The signature of a request, or the key itself where it is one of Bedrock's own."""
    access_key = config.option("access_key_id")
    if not access_key:
        return {"authorization": f"Bearer {config.key}"}
    from botocore.auth import SigV4Auth  # noqa: PLC0415 - costs a quarter of a second, for this vendor alone
    from botocore.awsrequest import AWSRequest  # noqa: PLC0415
    from botocore.credentials import Credentials  # noqa: PLC0415

    request = AWSRequest("GET", url)
    SigV4Auth(Credentials(access_key, config.key), "bedrock", config.option("region")).add_auth(request)
    return {name.lower(): value for name, value in request.headers.items()}
