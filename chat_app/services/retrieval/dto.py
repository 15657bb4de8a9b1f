"""What crosses the border of retrieval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chat_app.services.retrieval.scopes import Scope, ScopeKind
from chat_app.services.retrieval.trace import Trace

Mode = Literal["hybrid", "words", "meaning"]
StageName = Literal["words", "meaning", "fused", "reranked", "done"]


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer is given under a number: a passage, or several of one document that follow each other."""

    number: int
    chunk_id: str
    """Of the passage that was found, or the first one of a document that goes along in full."""
    document_id: str
    version: int
    title: str
    heading: str
    text: str
    start: int
    end: int
    """The characters of the document's text that it is."""
    page: int
    """From 1; 0 where there are no pages."""
    boxes: tuple[tuple[float, ...], ...]
    """[page, left, top, right, bottom] each, in points from the top left corner."""
    pinned: bool = False
    """Whether it goes along because its person said so, not because it was found."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what it may cost."""

    text: str
    earlier: tuple[tuple[str, str], ...] = ()
    """Role and text of the messages before it, oldest first."""
    scope: Scope = field(default_factory=Scope)
    folder_id: str = ""
    """The chat's project; "" for none."""
    budget: int = 6_000
    """Tokens for passages that are found."""
    model_id: str = ""
    chat_id: str = ""
    """Who rewrites the question, and the chat that bears the cost; nobody does where one is missing."""
    room: int | None = None
    """Tokens that the model's window leaves for all sources, pinned documents first; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What an answer is given."""

    sources: tuple[Source, ...]
    """Pinned documents in their order first, then passages in the order in which they are read; numbers count from 1."""
    answerable: bool
    """Whether any of it may answer the question: False says that it is not in the documents."""
    searched: bool
    """False where there was nothing to search in: no scope, no documents, or the index is away (`failed`)."""
    trace: Trace
    failed: str = ""
    """Key of the sentence that says why the documents could not be searched; pinned ones are among the sources all the same."""


@dataclass(frozen=True, slots=True)
class SearchWish:
    """What somebody looks for by themselves, without an answer."""

    text: str
    kind: ScopeKind = "everything"
    folder_id: str = ""
    """For the kind "project": this folder and those below it."""
    document_ids: tuple[str, ...] = ()
    """For the kind "documents"."""
    media: str = ""
    """A kind of document ("pdf", "word", …; `Document.kind`); "" for all."""
    mode: Mode = "hybrid"
    limit: int = 20


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that was found, as its reader sees it. Scores compare within one stage; None where it has no such score."""

    chunk_id: str
    document_id: str
    title: str
    heading: str
    text: str
    page: int
    start: int
    end: int
    boxes: tuple[tuple[float, ...], ...]
    number: int
    """The passage's place in its document, from 0."""
    score: float
    cosine: float | None = None
    coverage: float | None = None
    rerank: float | None = None


@dataclass(frozen=True, slots=True)
class SearchStage:
    """What is known once a step of a search is done; the last one is "done"."""

    stage: StageName
    ms: int
    """Since the search began."""
    hits: tuple[SearchHit, ...]
    answerable: bool
