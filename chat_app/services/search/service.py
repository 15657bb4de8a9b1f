"""Searching: the whole desk, one chat, and what the search field offers while somebody writes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.chat import queries as chat_queries
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.rights import FolderRole
from chat_app.services.search import match_queries, queries
from chat_app.services.search.accents import accents
from chat_app.services.search.candidates import Candidate, Reach, Scope, Wanted
from chat_app.services.search.dto import ChatMatch, ChatMatches, QuickHit, Results, Vocabulary
from chat_app.services.search.expression import (
    FILE_MARK,
    Choice,
    Expression,
    any_of,
    chat_mark,
    expression_of,
    kind_mark,
    model_choice,
    one,
)
from chat_app.services.search.hits import hits_of
from chat_app.services.search.indexing import entry_id
from chat_app.services.search.language import Query, parse
from chat_app.services.search.matching import Matcher
from chat_app.services.search.ranking import score
from chat_app.services.search.scopes import scope_of
from chat_app.services.search.words import fold

MOST_TEXTS = 200
"""So many of the newest matches are ranked: what is common is found by its newest places."""
MOST_TITLES = 60
MOST_HITS = 50
MOST_MARKED_CHATS = 200
"""A query about no more chats than these looks for them in the index; more are looked up one by one, which is fast as they are many."""
MOST_RECENT = 8
END_OF_TIME = 2**62
_SIGNS = frozenset("*_`~")


class SearchService:
    """Everything that is looked for."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock

    async def search(self, actor: Actor, text: str, *, limit: int = MOST_HITS, offset: timedelta = timedelta(0)) -> Results:
        """What matches a query, best first. `offset`: the reader's local time minus UTC, for dates. Bad input is explained in `problems`."""
        query = parse(text, (self._clock() + offset).date(), offset)
        if query.is_empty:
            return Results((), query.problems)
        return await self._db.read(lambda session: self._find(session, actor, query, min(limit, MOST_HITS)))

    async def quick(self, actor: Actor, text: str, limit: int = 8) -> list[QuickHit]:
        """Chats for the command palette: those whose title matches first, then those with a matching message. Operators work, too."""
        results = await self.search(actor, text, limit=MOST_HITS)
        ordered = sorted(results.hits, key=lambda hit: hit.kind != "chat")
        first = {hit.conversation_id: hit for hit in reversed(ordered)}
        chats = [hit for hit in ordered if first[hit.conversation_id] is hit]
        return [QuickHit(hit.conversation_id, "".join(part.text for part in hit.title), hit.at) for hit in chats[:limit]]

    async def in_chat(self, actor: Actor, conversation_id: str, text: str) -> ChatMatches:
        """Every place in the branch on show where `text` stands, whatever its case and accents. Raises `NotFoundError`."""
        pattern = literal_pattern(text)

        def find(session: Session) -> ChatMatches:
            chat = chat_queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            if not pattern or not chat.active_leaf_id:
                return ChatMatches((), pattern)
            expression = re.compile(pattern, re.IGNORECASE)
            texts = queries.list_branch_texts(session, chat.active_leaf_id)
            counts = [ChatMatch(message_id, sum(1 for _ in expression.finditer(body))) for message_id, body in texts]
            return ChatMatches(tuple(match for match in counts if match.count), pattern)

        return await self._db.read(find)

    async def vocabulary(self, actor: Actor) -> Vocabulary:
        """Names to complete operators with, but for models, and the latest searches."""

        def load(session: Session) -> Vocabulary:
            tags = tuple(name for _, name in queries.list_tags(session, actor))
            folders = tuple(dict.fromkeys(name for _, _, name in queries.list_folders(session, actor)))
            return Vocabulary(tags, folders, (), tuple(queries.list_recent(session, actor, MOST_RECENT)))

        return await self._db.read(load)

    async def keep_recent(self, actor: Actor, text: str) -> None:
        """Remember a search that led somewhere."""
        line = " ".join(text.split())[:300]
        if line:
            await self._db.write(lambda session: queries.keep_recent(session, actor, line, self._clock(), MOST_RECENT))

    async def forget_recent(self, actor: Actor) -> None:
        """Forget all searches."""
        await self._db.write(lambda session: queries.delete_recent(session, actor))

    def _find(self, session: Session, actor: Actor, query: Query, limit: int) -> Results:
        scope, problems = scope_of(session, actor, query)
        explained = (*query.problems, *problems)
        if scope is None:
            return Results((), explained)
        reach = match_queries.find_reach(session, actor, MOST_MARKED_CHATS)
        candidates, full = _candidates(session, actor, query, scope, reach)
        matcher, now = Matcher(query.wanted), self._clock()
        best = sorted(candidates, key=lambda found: score(found, matcher, now), reverse=True) if query.wanted else candidates
        hits = hits_of(session, actor, best[:limit], matcher, shared=bool(reach.owner_ids))
        return Results(tuple(hits), explained, more=full or len(best) > limit)


def _candidates(session: Session, actor: Actor, query: Query, scope: Scope, reach: Reach) -> tuple[list[Candidate], bool]:
    """The newest matches, and whether there may be older ones."""
    by_index = bool(query.wanted) or query.has_file is True
    if not by_index:
        found = match_queries.list_chats(session, actor, scope, reach, MOST_HITS + 1)
        return found, len(found) > MOST_HITS
    chats: list[Choice] = []
    if scope.is_narrow:
        ids = match_queries.list_chat_ids(session, actor, scope, reach, MOST_MARKED_CHATS + 1)
        if not ids:
            return [], False
        if len(ids) <= MOST_MARKED_CHATS:
            chats = [any_of(chat_mark(key) for key in ids)]
    titles = [] if query.has_file else _titles(session, actor, query, scope, reach, chats)
    wanted = Wanted(
        _text_expression(query, reach.whose(actor.user_id), chats), of_chats=query.has_file is True, reach=reach, span=_span(query)
    )
    texts = match_queries.find_entries(session, actor, wanted, scope, MOST_TEXTS)
    return [*titles, *texts], len(texts) == MOST_TEXTS


def _titles(session: Session, actor: Actor, query: Query, scope: Scope, reach: Reach, chats: Sequence[Choice]) -> list[Candidate]:
    expression = expression_of(query, reach.whose(actor.user_id), marks=[one(kind_mark("chat")), *chats])
    return match_queries.find_entries(session, actor, Wanted(expression, titles=True, reach=reach), scope, MOST_TITLES)


def _text_expression(query: Query, whose: Choice, chats: Sequence[Choice]) -> Expression:
    # Answers have no files: files of a model are those in its chats.
    named = [] if query.has_file else [(model_choice(model.name), model.excluded) for model in query.models]
    models, refused = [choice for choice, excluded in named if not excluded], [choice for choice, excluded in named if excluded]
    marks = [*chats, *models, *([one(FILE_MARK)] if query.has_file else [])]
    expression = expression_of(query, whose, marks=marks)
    if query.has_file is False:
        refused.append(one(FILE_MARK))
    return Expression(expression.needed, (*expression.refused, *refused))


def _span(query: Query) -> tuple[int, int] | None:
    if not query.after and not query.before:
        return None
    return entry_id(query.after) if query.after else 0, entry_id(query.before) if query.before else END_OF_TIME


def literal_pattern(text: str) -> str:
    """A regular expression for a text as it stands, whatever spaces and Markdown between its words; empty for nothing to look for."""
    pieces = fold(text[:200]).split()
    pattern = "".join(map(accents, pieces[:1]))
    for before, piece in itertools.pairwise(pieces):
        # Where a sign of Markdown itself is looked for, nothing between may match it, too: a text full of them would take minutes.
        joint = r"\s+" if before[-1:] in _SIGNS or piece[:1] in _SIGNS else r"[\s*_`~]+"
        pattern += joint + accents(piece)
    return pattern
