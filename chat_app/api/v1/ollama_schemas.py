"""Local models as REST shows them: with sentences in the reader's language."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

import orjson

from chat_app.i18n import translate
from chat_app.integrations.ollama.port import Phase
from chat_app.services.ollama.dto import Layer, Params, Pull, PullState, Readiness, ServerInfo
from chat_app.services.ollama.sentences import feature_label, feature_text, readiness_advice


@dataclass(frozen=True, slots=True)
class Server:
    """An Ollama server; `problem` is a sentence, empty when all is well."""

    id: str
    label: str
    address: str
    source: str
    version: str
    problem: str


@dataclass(frozen=True, slots=True)
class ServerList:
    """That of the environment first."""

    items: list[Server]


@dataclass(frozen=True, slots=True)
class PullEntry:
    """A download; bytes, bytes per second, and `problem` as a sentence."""

    id: str
    server: str
    server_label: str
    model: str
    state: PullState
    phase: Phase
    layers: tuple[Layer, ...]
    done: int
    total: int
    speed: int
    seconds_left: int | None
    began_at: datetime
    ended_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True)
class PullList:
    """Newest first."""

    items: list[PullEntry]


@dataclass(frozen=True, slots=True)
class SuggestionEntry:
    """A model worth having; sizes are bytes."""

    name: str
    size: int
    memory: int
    uses: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """Models for chats first."""

    items: list[SuggestionEntry]


@dataclass(frozen=True, slots=True)
class FeatureEntry:
    """Whether something works without a network: `works`, `missing` (it wants a model), `off` or `network`."""

    name: str
    label: str
    state: str
    text: str
    models: list[str]
    wants: str


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """What works without a network; `missing` are the models to get, `advice` says what to do."""

    ready: bool
    features: list[FeatureEntry]
    missing: list[str]
    server: str
    has_server: bool
    advice: str


def shown_server(info: ServerInfo, language: str) -> Server:
    return Server(info.id, info.label, info.address, info.source, info.version, _sentence(info.problem_key, info.problem_params, language))


def shown_pull(pull: Pull, language: str) -> PullEntry:
    return PullEntry(
        id=pull.id,
        server=pull.server,
        server_label=pull.server_label,
        model=pull.model,
        state=pull.state,
        phase=pull.phase,
        layers=pull.layers,
        done=pull.done,
        total=pull.total,
        speed=pull.speed,
        seconds_left=pull.seconds_left,
        began_at=pull.began_at,
        ended_at=pull.ended_at,
        problem=_sentence(pull.problem_key, pull.problem_params, language),
    )


def pull_list(pulls: Iterable[Pull], language: str) -> PullList:
    return PullList([shown_pull(pull, language) for pull in pulls])


async def pull_events(batches: AsyncGenerator[list[Pull]], language: str) -> AsyncGenerator[bytes]:
    """Server-sent events (HTML standard, §9.2)."""
    async with aclosing(batches):
        async for pulls in batches:
            yield b"event: pulls\ndata: %s\n\n" % orjson.dumps(pull_list(pulls, language))


def shown_readiness(readiness: Readiness, language: str) -> ReadinessReport:
    features = [
        FeatureEntry(
            name=each.name,
            label=feature_label(each, language),
            state=each.state,
            text=feature_text(each, language),
            models=list(each.models),
            wants=each.wants,
        )
        for each in readiness.features
    ]
    return ReadinessReport(
        ready=readiness.is_ready,
        features=features,
        missing=list(readiness.missing),
        server=readiness.server,
        has_server=readiness.has_server,
        advice=readiness_advice(readiness, language),
    )


def _sentence(key: str, params: Params, language: str) -> str:
    return translate(key, language, **params) if key else ""
