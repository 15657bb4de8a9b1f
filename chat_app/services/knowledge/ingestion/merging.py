"""Which passages of the version before are still there in a new one. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from chat_app.models import Chunk


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage of the new version. `source` is the text that it is cut out of, word by word."""

    text: str
    text_hash: str
    source: str
    heading: str
    kind: str
    start: int
    end: int
    page: int
    boxes: str
    tokens: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """`kept` are old passages with what stands in their place now; `added` are new ones with their numbers."""

    kept: list[tuple[Chunk, int, Draft]]
    added: list[tuple[int, Draft]]
    gone: list[Chunk]


def merge(old: Sequence[Chunk], drafts: Sequence[Draft], before: str) -> Merged:
    """Match passages by their text, in order. Edited ones by what they were cut out of: `before` is the text of the old version."""
    plain = _queues(old, lambda chunk: None if chunk.edited else chunk.text_hash)
    edited = _queues(old, lambda chunk: before[chunk.start : chunk.end] if chunk.edited else None)
    merged = Merged([], [], [])
    for number, draft in enumerate(drafts):
        found = edited.get(draft.source) or plain.get(draft.text_hash)
        if found:
            merged.kept.append((found.popleft(), number, draft))
        else:
            merged.added.append((number, draft))
    merged.gone.extend(chunk for queue in (*plain.values(), *edited.values()) for chunk in queue)
    return merged


def _queues(chunks: Sequence[Chunk], key: Callable[[Chunk], Hashable | None]) -> dict[Hashable, deque[Chunk]]:
    found: dict[Hashable, deque[Chunk]] = defaultdict(deque)
    for chunk in chunks:
        if (name := key(chunk)) is not None:
            found[name].append(chunk)
    return found
