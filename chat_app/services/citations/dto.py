"""Records that cross the border of the citations."""

from __future__ import annotations

from asyncio import Task
from collections.abc import Mapping
from dataclasses import dataclass, field

from chat_app.services.citations.prompting import Prompt
from chat_app.services.retrieval.dto import Retrieved, Source
from chat_app.services.retrieval.scopes import ScopeKind
from chat_app.services.retrieval.trace import Cut, Step

Boxes = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the answer of a turn is given of documents, and what is kept of that."""

    sources: tuple[Source, ...] = ()
    """Those that the model reads."""
    numbers: frozenset[int] = frozenset()
    """That an answer may name; also of sources of an earlier part of it that its asker may not read any more."""
    prompts: tuple[Prompt, ...] = ()
    told: str = ""
    """How to use them, or that there are none: these prompts in the language of the asker."""
    block: str = ""
    """The passages with their numbers, as they stand before the question."""


@dataclass(eq=False, slots=True)
class OneSearch:
    """The search for a question, which several models may answer: begun by whichever comes first."""

    task: Task[Retrieved] | None = None


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """Words in quotation marks that an answer ascribes to a source, and whether they stand there like that."""

    text: str
    literal: bool


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source of an answer as its reader sees it.

    `hidden`: they may not read its document; `deleted`: it is in the trash, or gone for good. Neither tells more than the number.
    """

    number: int
    chunk_id: str = ""
    document_id: str = ""
    version: int = 0
    title: str = ""
    heading: str = ""
    text: str = ""
    page: int = 0
    start: int = 0
    end: int = 0
    boxes: Boxes = ()
    cited: bool = False
    pinned: bool = False
    hidden: bool = False
    deleted: bool = False
    outdated: bool = False
    """Whether the document has changed since."""
    quotes: tuple[ShownQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage that the way to an answer names, as it reads now."""

    chunk_id: str
    document_id: str
    title: str
    heading: str
    text: str
    page: int
    start: int
    end: int
    boxes: Boxes = ()


@dataclass(frozen=True, slots=True)
class Why:
    """The way from a question to its sources. Passages that the reader may not read now are left out; counts stay."""

    message_id: str
    question: str
    queries: tuple[str, ...]
    steps: tuple[Step, ...]
    cut: tuple[Cut, ...]
    given: tuple[tuple[int, str], ...]
    pinned: tuple[str, ...]
    left_out: tuple[str, ...]
    models: Mapping[str, str]
    passages: int
    limits: Mapping[str, float]
    ms: int
    failed: str
    known: tuple[ShownPassage, ...]
    """What the steps name."""
    prompt: str
    """What the model was told of documents and citing, with the sources that the reader may read."""


@dataclass(frozen=True, slots=True)
class PinnedDocument:
    """A document that goes along in full with each question. `cost_nano`: of that, with the chat's model; None where nobody knows."""

    id: str
    name: str
    tokens: int
    cost_nano: int | None = None


@dataclass(frozen=True, slots=True)
class ChatKnowledge:
    """Where a chat's answers are found, for whoever looks. Documents that they may not read are not named."""

    kind: ScopeKind
    document_ids: tuple[str, ...]
    pinned_ids: tuple[str, ...]
    rewrite: bool
    pinned: list[PinnedDocument] = field(default_factory=list)
    documents: int = 0
    """How many documents the reader's question would be answered from now."""
