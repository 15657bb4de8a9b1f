"""What an Ollama server can be asked and told beside chatting (that is `integrations/llm/ollama.py`)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Capability = Literal["chat", "vision", "tools", "thinking", "embedding"]
Phase = Literal["asking", "loading", "checking", "writing", "done"]
"""Of a pull: the registry is asked, layers come in, their sums are compared, the manifest is written."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model on the server's disk."""

    name: str
    digest: str
    size: int
    """In bytes."""
    modified_at: datetime | None
    family: str = ""
    parameters: str = ""
    """How many, as Ollama writes it: "8.0B"."""
    quantisation: str = ""
    capabilities: frozenset[Capability] = frozenset()
    context_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class RunningModel:
    """A model in the server's memory."""

    name: str
    size: int
    """Bytes in memory of both kinds."""
    size_vram: int
    """Of these, bytes on the graphics card."""
    context_tokens: int | None
    expires_at: datetime | None
    """When it is unloaded unless somebody asks it something; None where it stays."""


@dataclass(frozen=True, slots=True)
class ShownModel:
    """What the server tells about one model."""

    family: str
    format: str
    parameters: str
    quantisation: str
    capabilities: frozenset[Capability]
    context_tokens: int | None
    embedding_length: int | None
    settings: str
    """The parameters that its author set, a line each."""
    system: str
    template: str
    license: str


@dataclass(frozen=True, slots=True)
class PullStep:
    """One line of a pull. `layer` is the digest that `done` and `total` bytes belong to; empty in the other phases."""

    phase: Phase
    layer: str = ""
    done: int = 0
    total: int = 0


class OllamaPort(Protocol):
    """One server. Every method raises `UpstreamError` with a sentence for people."""

    async def version(self) -> str: ...

    async def models(self) -> list[LocalModel]:
        """All models on its disk, by name."""
        ...

    async def running(self) -> list[RunningModel]: ...

    async def show(self, name: str) -> ShownModel: ...

    def pull(self, name: str) -> AsyncIterator[PullStep]:
        """Get a model; whoever stops reading stops the pull, and the next one goes on where this one ended."""
        ...

    async def delete(self, name: str) -> None: ...

    async def unload(self, name: str) -> None:
        """Take a model out of memory at once."""
        ...

    async def embed(self, name: str, texts: Sequence[str]) -> list[list[float]]:
        """A vector for each text."""
        ...

    async def close(self) -> None: ...
