"""Ollama's answers as our records. Everything in them may be missing: servers are of all ages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from chat_app.integrations.llm.json_objects import count, items, mapping, positive, text
from chat_app.integrations.ollama.port import Capability, LocalModel, Phase, PullStep, RunningModel, ShownModel

_CAPABILITIES: dict[str, Capability] = {
    "completion": "chat",
    "vision": "vision",
    "tools": "tools",
    "thinking": "thinking",
    "embedding": "embedding",
}
_LAYER = re.compile(r"(?:pulling|downloading) (?:sha256:)?([0-9a-f]{6,64})")
_FRACTION = re.compile(r"\.(\d{6})\d+")
_FOREVER_YEARS = 50
_LONG_TEXT = 20_000
_VISION_FAMILIES = frozenset({"clip", "mllama", "gemma3", "qwen25vl", "qwen3vl"})


def local_model(entry: dict[str, Any], shown: ShownModel | None) -> LocalModel:
    """An entry of `/api/tags` with what `/api/show` says of it."""
    details = mapping(entry.get("details"))
    name = text(entry.get("model")) or text(entry.get("name"))
    return LocalModel(
        name=name,
        digest=text(entry.get("digest")),
        size=count(entry.get("size")),
        modified_at=moment(entry.get("modified_at")),
        family=text(details.get("family")) or (shown.family if shown else ""),
        parameters=text(details.get("parameter_size")) or (shown.parameters if shown else ""),
        quantisation=text(details.get("quantization_level")) or (shown.quantisation if shown else ""),
        capabilities=shown.capabilities if shown else _guessed(name, details),
        context_tokens=shown.context_tokens if shown else None,
    )


def running_model(entry: dict[str, Any]) -> RunningModel:
    """An entry of `/api/ps`. `keep_alive: -1` comes back as a moment in some hundred years."""
    expires = moment(entry.get("expires_at"))
    stays = expires is not None and expires.year - datetime.now(UTC).year > _FOREVER_YEARS
    return RunningModel(
        name=text(entry.get("model")) or text(entry.get("name")),
        size=count(entry.get("size")),
        size_vram=count(entry.get("size_vram")),
        context_tokens=positive(entry.get("context_length")),
        expires_at=None if stays else expires,
    )


def shown_model(answer: dict[str, Any], name: str) -> ShownModel:
    """An answer of `/api/show`."""
    details, facts = mapping(answer.get("details")), mapping(answer.get("model_info"))
    can = answer.get("capabilities")
    named: frozenset[Capability] = frozenset(_CAPABILITIES[each] for each in items(can) if isinstance(each, str) and each in _CAPABILITIES)
    return ShownModel(
        family=text(details.get("family")),
        format=text(details.get("format")),
        parameters=text(details.get("parameter_size")),
        quantisation=text(details.get("quantization_level")),
        capabilities=named if isinstance(can, list) else _guessed(name, details),
        context_tokens=_fact(facts, ".context_length"),
        embedding_length=_fact(facts, ".embedding_length"),
        settings=text(answer.get("parameters"))[:_LONG_TEXT],
        system=text(answer.get("system"))[:_LONG_TEXT],
        template=text(answer.get("template"))[:_LONG_TEXT],
        license=text(answer.get("license"))[:_LONG_TEXT],
    )


def pull_step(line: dict[str, Any]) -> PullStep:
    """A line of `/api/pull` that is no error."""
    status = text(line.get("status"))
    digest = text(line.get("digest")).removeprefix("sha256:")
    if found := _LAYER.match(status):
        done, total = count(line.get("completed")), count(line.get("total"))
        return PullStep("loading", digest or found[1], min(done, total), total)
    return PullStep(_phase(status))


def moment(value: object) -> datetime | None:
    """Go writes nine digits of a second, Python reads six; what is no moment is None."""
    try:
        found = datetime.fromisoformat(_FRACTION.sub(r".\1", text(value)))
    except ValueError:
        return None
    if found.year <= 1:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _phase(status: str) -> Phase:
    if status == "success":
        return "done"
    if status.startswith("verifying"):
        return "checking"
    return "writing" if status.startswith(("writing", "removing")) else "asking"


def _fact(facts: dict[str, Any], ending: str) -> int | None:
    """The names of facts begin with the model's architecture."""
    return next((positive(value) for name, value in facts.items() if name.endswith(ending) and ".vision." not in name), None)


def _guessed(name: str, details: dict[str, Any]) -> frozenset[Capability]:
    """For servers that do not name capabilities yet."""
    families = {each for each in [details.get("family"), *items(details.get("families"))] if isinstance(each, str)}
    if any("bert" in family for family in families) or "embed" in name:
        return frozenset({"embedding"})
    return frozenset({"chat", "vision"}) if families & _VISION_FAMILIES else frozenset({"chat"})
