"""Comparisons: several models answer one message; choose, vote, merge, and see who wins."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.models import MessageStatus
from chat_app.services.chat import comparison_queries, queries
from chat_app.services.chat.columns import check_models, going_on
from chat_app.services.chat.dto import ChangeKind, Comparison, ConversationChange, NewTurn, Turn
from chat_app.services.chat.errors import TurnRunningError
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.messages import message_records
from chat_app.services.chat.standings import Standings, standings
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole


class Asking(Protocol):
    """Begins turns (the turn service)."""

    async def begin(self, actor: Actor, new: NewTurn) -> Turn: ...


class ComparisonService:
    """What a person does with answers that stand beside each other."""

    def __init__(self, db: Database, changes: ChangeFeed, turns: Asking) -> None:
        self._db = db
        self._changes = changes
        self._turns = turns

    async def begin_comparison(self, actor: Actor, new: NewTurn, model_ids: Iterable[str]) -> Turn:
        """Let two to six models answer a message; the first one's turn, or the one that waits for the running answer.

        The same idempotency key gives the same comparison. Raises what `TurnService.begin` raises.
        """
        wanted = tuple(dict.fromkeys(model_ids))
        if len(wanted) < 2:
            raise InvalidInputError("error.too_few_models")
        check_models(wanted)
        return await self._turns.begin(actor, replace(new, model_ids=wanted))

    async def add_answer(self, actor: Actor, message_id: str, model_id: str, key: str = "") -> Turn:
        """Put the answer of one more model beside an existing one, whenever that was written."""
        conversation_id = await self._db.read(
            lambda session: queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)[1].id
        )
        return await self._turns.begin(actor, NewTurn(conversation_id, "compare", "", message_id, model_id, key))

    async def merge(self, actor: Actor, comparison_id: str, model_id: str, recipe: str = "", key: str = "") -> Turn:
        """Let a model make one answer of those that are complete; it becomes the chosen one when it is complete itself.

        Raises `InvalidInputError` for an unknown recipe and for fewer than two complete answers.
        """
        comparison = await self.get(actor, comparison_id)
        if not comparison.answers:
            raise InvalidInputError("error.nothing_to_merge")
        new = NewTurn(comparison.conversation_id, "merge", "", comparison.answers[0].id, model_id, key, recipe=recipe)
        return await self._turns.begin(actor, new)

    async def get(self, actor: Actor, comparison_id: str) -> Comparison:
        """One comparison with its answers; raises `NotFoundError`."""

        def load(session: Session) -> Comparison:
            row = comparison_queries.get_comparison(session, actor, comparison_id)
            return _records(session, [row])[row.id]

        return await self._db.read(load)

    async def of(self, actor: Actor, comparison_ids: Iterable[str]) -> dict[str, Comparison]:
        """Those of these comparisons that are the actor's, by id."""
        wanted = set(comparison_ids) - {""}
        if not wanted:
            return {}
        return await self._db.read(lambda session: _records(session, comparison_queries.list_comparisons(session, actor, wanted)))

    async def of_turn(self, actor: Actor, turn_id: str) -> str:
        """The id of the comparison that a turn's answer takes part in; "" for none."""
        return await self._db.read(lambda session: comparison_queries.find_comparison_of_turn(session, actor, turn_id))

    async def choose(self, actor: Actor, comparison_id: str, answer_id: str) -> None:
        """Go on from this answer: its branch comes on show."""

        def choose(comparison: models.Comparison, _answers: list[models.Message], session: Session) -> None:
            _go_on(session, comparison, answer_id)

        await self._decide(actor, comparison_id, answer_id, choose)

    async def vote(self, actor: Actor, comparison_id: str, answer_id: str) -> None:
        """Prefer an answer while the models' names are hidden; shows the names, counts, and the chat goes on from it.

        Once per comparison and when all answers are there. Raises `InvalidInputError` and `TurnRunningError`.
        """

        def vote(comparison: models.Comparison, answers: list[models.Message], session: Session) -> None:
            chosen = next(answer for answer in answers if answer.id == answer_id)
            if not comparison.blind or comparison.vote_id or chosen.merge or chosen.status != MessageStatus.COMPLETE:
                raise InvalidInputError("error.no_vote_here")
            if any(answer.status == MessageStatus.RUNNING for answer in answers):
                raise TurnRunningError
            comparison.vote_id = answer_id
            _go_on(session, comparison, answer_id)

        await self._decide(actor, comparison_id, answer_id, vote)

    async def reveal(self, actor: Actor, comparison_id: str) -> None:
        """Show the models' names without a vote; the comparison does not count as a blind one then."""

        def show(session: Session) -> str:
            row = _locked(session, actor, comparison_id)
            row.blind = row.blind and row.vote_id is not None
            return row.conversation_id

        self._announce(actor, await self._db.write(show), "messages")

    async def add_model(self, actor: Actor, conversation_id: str, model_id: str) -> None:
        """Let one more model answer in this chat, beside its own."""
        await self._set_models(actor, conversation_id, lambda model_ids: [*model_ids, model_id])

    async def remove_model(self, actor: Actor, conversation_id: str, model_id: str) -> None:
        """Let a model answer no more; the chat keeps at least one."""
        await self._set_models(actor, conversation_id, lambda model_ids: [known for known in model_ids if known != model_id] or model_ids)

    async def set_models(self, actor: Actor, conversation_id: str, model_ids: Iterable[str]) -> None:
        """The models that answer beside the chat's own; none ends the comparing."""
        wanted = list(model_ids)
        await self._set_models(actor, conversation_id, lambda before: [*before[:1], *wanted])

    async def set_blind(self, actor: Actor, conversation_id: str, blind: bool) -> None:
        """Hide the names in the comparisons to come, or show them."""

        def save(session: Session) -> None:
            queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR).compare_blind = blind

        await self._db.write(save)
        self._announce(actor, conversation_id, "conversation")

    async def standings(self, actor: Actor) -> Standings:
        """How often which model was preferred; only blind votes count as votes."""
        return await self._db.read(
            lambda session: standings(comparison_queries.list_figures(session, actor), comparison_queries.list_costs(session, actor))
        )

    async def _set_models(self, actor: Actor, conversation_id: str, change: Callable[[list[str]], list[str]]) -> None:
        def save(session: Session) -> None:
            row = queries.get_conversation(session, actor, conversation_id, lock=True, least=FolderRole.EDITOR)
            own = [row.model_id] if row.model_id else []
            wanted = list(dict.fromkeys(change([*own, *json.loads(row.compare_model_ids)])))
            check_models(wanted)
            row.model_id, row.compare_model_ids = wanted[0] if wanted else "", json.dumps(wanted[1:])

        await self._db.write(save)
        self._announce(actor, conversation_id, "conversation")

    async def _decide(
        self,
        actor: Actor,
        comparison_id: str,
        answer_id: str,
        decide: Callable[[models.Comparison, list[models.Message], Session], None],
    ) -> None:
        def save(session: Session) -> str:
            row = _locked(session, actor, comparison_id)
            answers = comparison_queries.list_answers(session, [row.id]).get(row.id, [])
            if answer_id not in {answer.id for answer in answers}:
                raise InvalidInputError("error.not_possible_here")
            decide(row, answers, session)
            return row.conversation_id

        self._announce(actor, await self._db.write(save), "messages")

    def _announce(self, actor: Actor, conversation_id: str, kind: ChangeKind) -> None:
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, kind))


def _locked(session: Session, actor: Actor, comparison_id: str) -> models.Comparison:
    """The comparison, with its chat held: a chat is always locked before what belongs to it."""
    row = comparison_queries.get_comparison(session, actor, comparison_id)
    queries.get_conversation(session, actor, row.conversation_id, lock=True, least=FolderRole.EDITOR)
    session.refresh(row)
    return row


def _go_on(session: Session, comparison: models.Comparison, answer_id: str) -> None:
    comparison.winner_id = answer_id
    conversation = session.get(models.Conversation, comparison.conversation_id)
    if conversation:
        conversation.active_leaf_id = queries.find_latest_leaf(session, answer_id)


def _records(session: Session, rows: Iterable[models.Comparison]) -> dict[str, Comparison]:
    found = list(rows)
    answers = comparison_queries.list_answers(session, [row.id for row in found])
    return {row.id: _record(session, row, answers.get(row.id, [])) for row in found}


def _record(session: Session, row: models.Comparison, answers: list[models.Message]) -> Comparison:
    living = {answer.id for answer in answers}
    conversation = session.get(models.Conversation, row.conversation_id)
    leaf = conversation.active_leaf_id if conversation else None
    return Comparison(
        id=row.id,
        conversation_id=row.conversation_id,
        question_id=row.question_id,
        blind=row.blind,
        revealed=not row.blind or row.vote_id is not None,
        winner_id=row.winner_id if row.winner_id in living else "",
        vote_id=row.vote_id or "",
        goes_on_id=going_on(row.winner_id, leaf, answers) if leaf in living else "",
        created_at=row.created_at,
        answers=message_records(session, row.conversation_id, answers),
    )
