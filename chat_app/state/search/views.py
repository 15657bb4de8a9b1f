"""Hits as the page shows them: pieces of text, finished labels."""

from dataclasses import dataclass

from chat_app.services.search.dto import Hit, Part
from chat_app.state.shared.formats import date


@dataclass(frozen=True)
class PartView:
    """A piece of a line; `marked` is what was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class HitView:
    """A hit. `key` is its own; `snippet` is empty for a title."""

    key: str
    kind: str
    conversation_id: str
    message_id: str
    title: list[PartView]
    snippet: list[PartView]
    role: str = ""
    model: str = ""
    day: str = ""
    archived: bool = False
    trashed: bool = False


@dataclass(frozen=True)
class ChatMatchView:
    """A message with the number of places in it."""

    id: str
    count: int


def hit_view(hit: Hit, language: str, model: str = "") -> HitView:
    """A row of the results; `model` names who answered."""
    return HitView(
        key=f"{hit.kind}:{hit.conversation_id}:{hit.message_id}:{''.join(part.text for part in hit.snippet)[:40] if hit.kind == 'file' else ''}",
        kind=hit.kind,
        conversation_id=hit.conversation_id,
        message_id=hit.message_id,
        title=_parts(hit.title),
        snippet=_parts(hit.snippet),
        role=hit.role,
        model=model if hit.role == "assistant" else "",
        day=date(hit.at, language),
        archived=hit.archived,
        trashed=hit.trashed,
    )


def _parts(parts: tuple[Part, ...]) -> list[PartView]:
    return [PartView(part.text, part.marked) for part in parts]
