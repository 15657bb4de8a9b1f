"""The port to language models: own messages in, own events out, no vendor's shapes.

Every adapter implements `LlmGateway`; `tests/integrations/llm/contract.py` is what they promise.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from chat_app.integrations.llm.patience import Patience
from chat_app.integrations.llm.rates import PriceKind
from chat_app.integrations.llm.words import keepable


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class TextPart:
    text: str


@dataclass(frozen=True, slots=True)
class ImagePart:
    media_type: str
    data: bytes
    tokens: int = 0
    """About how many tokens the model's vendor counts for it; 0 when nobody said."""


@dataclass(frozen=True, slots=True)
class ReasoningPart:
    """What a model thought earlier, with the vendor's signature where it must be sent back."""

    text: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ToolCallPart:
    id: str
    name: str
    arguments: str
    """JSON text as the model wrote it, not yet validated."""


@dataclass(frozen=True, slots=True)
class ToolResultPart:
    call_id: str
    text: str


Part = TextPart | ImagePart | ReasoningPart | ToolCallPart | ToolResultPart


@dataclass(frozen=True, slots=True)
class LlmMessage:
    role: Role
    parts: tuple[Part, ...]

    @classmethod
    def of_text(cls, role: Role, text: str) -> LlmMessage:
        return cls(role, (TextPart(text),))

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, TextPart))


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool that the model may call; `parameters` is a JSON Schema object."""

    name: str
    description: str
    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class Sampling:
    """Parameters of one answer; None leaves the model's own default."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    reasoning_effort: str | None = None
    top_k: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    verbosity: str | None = None
    json_mode: bool = False
    safety: tuple[tuple[str, str], ...] = ()
    """Pairs of a category ("harassment", "hate", "sexual", "dangerous") and how much is blocked: "none", "few", "some", "most"."""
    min_p: float | None = None
    repeat_penalty: float | None = None
    thinking_budget: int | None = None
    """Tokens that may be spent on thinking; less than `max_tokens`."""
    prompt_cache: str | None = None
    """For how long the vendor keeps what is the same in the next request: "minutes" or "hour"."""
    service_tier: str | None = None
    num_ctx: int | None = None
    """How many tokens of context an own server makes room for."""
    keep_alive: int | None = None
    """Minutes that an own server keeps the model loaded afterwards; -1 for always."""
    no_training: bool = False
    """Send it only to hosts that neither keep nor learn from what they read (OpenRouter)."""
    zero_retention: bool = False
    provider_sort: str | None = None
    """Which host is tried first: "price", "throughput" or "latency" (OpenRouter)."""


@dataclass(frozen=True, slots=True)
class LlmRequest:
    """One answer to produce. `model` is the provider's own name of the model, without our prefix."""

    model: str
    messages: tuple[LlmMessage, ...]
    sampling: Sampling = field(default_factory=Sampling)
    tools: tuple[ToolSpec, ...] = ()
    language: str = "en"
    """The user's language; only the offline assistant uses it."""
    person: str = ""
    """Whose request it is. No adapter sends it; what has to stay in the house goes by it (`services/redaction`)."""
    chat: str = ""
    """The chat that it belongs to, likewise."""
    patience: Patience | None = field(default=None, compare=False)
    """What is left for the answer, over all models that are asked for it; None where this request stands alone."""


class FinishReason(StrEnum):
    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TextDelta:
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", keepable(self.text))


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", keepable(self.text))


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A complete tool call: adapters collect a vendor's argument fragments themselves."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """What the provider counted. `input` and `output` are everything read and written; the tokens below are parts of them."""

    input: int = 0
    output: int = 0
    cached: int = 0
    """Of the input: read from the vendor's cache."""
    reasoning: int = 0
    """Of the output: thought."""
    cache_write: int = 0
    """Of the input: put into the vendor's cache, for minutes."""
    cache_write_1h: int = 0
    """Of the input: put there for an hour."""
    audio_in: int = 0
    audio_out: int = 0
    image_in: int = 0
    image_out: int = 0
    images: int = 0
    """Pictures that were made, where the vendor counts these and no tokens."""
    searches: int = 0
    """Searches of the web that the vendor did."""
    tier: str = ""
    """The tier of service that it was done in, where that is not the usual one."""

    def of(self, kind: PriceKind) -> int:
        """How many tokens there are of a special kind."""
        return getattr(self, "cached" if kind is PriceKind.CACHE_READ else kind)


@dataclass(frozen=True, slots=True)
class UsageReport:
    usage: TokenUsage


@dataclass(frozen=True, slots=True)
class Finished:
    """Always the last event of a stream that ended well."""

    reason: FinishReason = FinishReason.STOP


LlmEvent = TextDelta | ReasoningDelta | ToolCall | UsageReport | Finished


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model as its provider lists it. What the provider does not say stays None; the catalogue fills it."""

    name: str
    label: str = ""
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    vision: bool | None = None
    tools: bool | None = None
    reasoning: bool | None = None
    parameters: tuple[str, ...] | None = None
    """The names of the parameters it takes, as its provider lists them."""
    base: str = ""
    """The vendor's name of the model where `name` is one that somebody chose (Azure's deployments)."""


@dataclass(frozen=True, slots=True)
class EmbedRequest:
    """Texts whose meaning is to be put into numbers. `model`, `person` and `chat` are what they are in `LlmRequest`."""

    model: str
    texts: tuple[str, ...]
    person: str = ""
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """A vector for each text, all of one length, and what the provider counted; None where it counted nothing."""

    vectors: tuple[tuple[float, ...], ...]
    usage: TokenUsage | None = None


class LlmGateway(Protocol):
    """One provider. Errors are the `UpstreamError`s of `chat_app.errors`, nothing vendor-shaped."""

    def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        """Yield the answer's events, `Finished` last; raise `UpstreamError` where it breaks off.

        What came before an error stays valid. Closing the iterator closes the connection.
        """
        ...

    async def embed(self, request: EmbedRequest) -> Embeddings:
        """Put texts into numbers; raises `UpstreamError`, also where the answer has not one vector for each text."""
        ...

    async def list_models(self) -> list[ModelInfo]:
        """Return the provider's chat models; raises `UpstreamError`."""
        ...

    async def close(self) -> None:
        """Release connections; the gateway is not used afterwards."""
        ...
