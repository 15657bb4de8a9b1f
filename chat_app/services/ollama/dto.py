"""Records of local models. `problem_key` names a sentence of the catalogue that `problem_params` fill; empty when all is well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chat_app.integrations.ollama.port import Capability, Phase

Params = dict[str, str | int]
PullState = Literal["running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """An Ollama server and how it is."""

    id: str
    """The first part of its models' ids."""
    label: str
    address: str
    """Host and port."""
    source: Literal["environment", "provider"]
    version: str
    """Empty while it does not answer."""
    problem_key: str = ""
    problem_params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How a model stands in memory."""

    size: int
    size_vram: int
    context_tokens: int | None
    expires_at: datetime | None
    """None where it stays until it is unloaded."""


@dataclass(frozen=True, slots=True)
class ServerModel:
    """A model on a server."""

    name: str
    digest: str
    size: int
    modified_at: datetime | None
    family: str
    parameters: str
    quantisation: str
    capabilities: tuple[Capability, ...]
    context_tokens: int | None
    loaded: Loaded | None


@dataclass(frozen=True, slots=True)
class ServerContent:
    """What is on a server's disk and in its memory, in bytes."""

    models: list[ServerModel]
    disk: int
    memory: int
    memory_vram: int


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a model that comes in by itself."""

    digest: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Pull:
    """A model on its way to a server, or how that ended."""

    id: str
    server: str
    server_label: str
    model: str
    state: PullState
    phase: Phase
    layers: tuple[Layer, ...]
    done: int
    """Bytes of all layers that were named so far."""
    total: int
    speed: int
    """Bytes per second in the last seconds; 0 when that cannot be told."""
    seconds_left: int | None
    began_at: datetime
    ended_at: datetime | None
    problem_key: str = ""
    problem_params: Params = field(default_factory=dict)
    version: int = 0
    """Grows with every change."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model that is worth having (suggestions.toml)."""

    name: str
    size: int
    """Bytes to fetch, about."""
    memory: int
    """Bytes of memory that it needs, about."""
    uses: tuple[Literal["chat", "vision", "embedding"], ...]
    note_key: str
    """The sentence that says what it is good for."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Whether something works without a network."""

    name: str
    """Its words stand in the catalogue under "offline.<name>"."""
    state: Literal["works", "missing", "off", "network"]
    """`missing` wants a model, `network` cannot be without one, `off` is switched off."""
    models: tuple[str, ...] = ()
    """The ids of local models that do it."""
    wants: str = ""
    """The model that would make it work."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What works when the network is gone."""

    features: list[Feature]
    missing: tuple[str, ...]
    """The models to pull, so that all of it works."""
    server: str
    """The server that they would be pulled to; empty when none answers."""
    has_server: bool
    """Whether any Ollama server is set up."""

    @property
    def is_ready(self) -> bool:
        return not any(feature.state == "missing" for feature in self.features)
