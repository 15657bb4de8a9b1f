"""From what the index found to what is shown of it: snippets with their words marked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app.services.kernel.actor import Actor
from chat_app.services.search import queries
from chat_app.services.search.candidates import Candidate
from chat_app.services.search.dto import Hit, Part
from chat_app.services.search.match_queries import PEEK
from chat_app.services.search.matching import Matcher, parts, snippet

TEXT_CHARS = 20_000


def hits_of(session: Session, actor: Actor, found: Sequence[Candidate], matcher: Matcher, *, shared: bool = False) -> list[Hit]:
    """The candidates with their snippets; whole texts are read only where their beginning shows nothing. `shared`: some may be others'."""
    unseen = [one.message_id for one in found if one.kind == "message" and len(one.text) == PEEK and not _shows_all(one.text, matcher)]
    texts = queries.list_texts(session, actor, unseen, TEXT_CHARS, shared=shared) if unseen else {}
    in_files = [one.attachment_id for one in found if one.kind == "file" and not matcher.places(one.name)]
    files = queries.list_file_texts(session, actor, in_files, TEXT_CHARS, shared=shared) if in_files else {}
    return [
        _hit(one, files.get(one.attachment_id, "") if one.kind == "file" else texts.get(one.message_id) or one.text, matcher)
        for one in found
    ]


def _shows_all(text: str, matcher: Matcher) -> bool:
    return len({place.term for place in matcher.places(text)}) == matcher.count


def _hit(one: Candidate, text: str, matcher: Matcher) -> Hit:
    shown = parts(one.title, matcher.places(one.title))
    body: tuple[Part, ...] = ()
    if one.kind == "file":
        named = parts(one.name, matcher.places(one.name))
        body = named if any(part.marked for part in named) or not text else (Part(f"{one.name}: "), *snippet(text, matcher))
    elif one.kind == "message":
        body = snippet(text, matcher)
    return Hit(one.kind, one.conversation_id, shown, body, one.at, one.message_id, one.role, one.model_id, one.archived, one.trashed)  # pyright: ignore[reportArgumentType]
