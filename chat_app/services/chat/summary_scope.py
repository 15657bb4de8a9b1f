"""What of a branch is to be summarised: before a turn that would not fit, or because its person asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.models import MessageStatus
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.context import Files, asked_count, context_of, count_tokens, message_of, reading_of, room_of
from chat_app.services.chat.errors import NothingToSummariseError, TurnRunningError
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.reading import Reading, read_branch
from chat_app.services.chat.summary_text import Said
from chat_app.services.counting.counter import Quick, family_of_card
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole

FULL_PERCENT = 85
"""A turn that would fill so much of the window is preceded by a summary."""
KEPT_PERCENT = 40
"""So much of the window the newest messages keep, word by word."""
KEPT_ON_DEMAND = 2


@dataclass(frozen=True, slots=True)
class Older:
    """What is to be summarised: what was said, what already stood for those before them, and who asks."""

    owner_id: str
    conversation_id: str
    said: Sequence[Said]
    last_id: str
    """Where the summary will stand."""
    earlier: str
    model_id: str
    api_key_id: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a person wants summarised."""

    owner_id: str
    conversation_id: str
    reading: Reading[models.Summary, models.Message]
    last_id: str
    model_id: str


def older_part(plan: Plan, card: ModelCard, files: Files | None = None) -> Older | None:
    """What to summarise before this turn; None while all fits, or when there is nothing older than what is asked."""
    room = room_of(card)
    if room is None or not card.context_tokens:
        return None
    if context_of(plan, files).tokens(family_of_card(card).estimate) <= min(room, card.context_tokens * FULL_PERCENT // 100):
        return None
    reading = reading_of(plan)
    count = family_of_card(card).estimate
    tokens = [_tokens(message, files, count) for message in reading.messages]
    kept = _newest_within(reading.messages, tokens, card.context_tokens * KEPT_PERCENT // 100, asked_count(plan))
    older = reading.messages[: len(reading.messages) - kept]
    if not older:
        return None
    earlier = reading.summary.text if reading.summary else ""
    turn = plan.turn
    return Older(turn.owner_id, turn.conversation_id, said_in(older, files), older[-1].id, earlier, turn.model_id, turn.api_key_id)


def _newest_within(messages: Sequence[models.Message], tokens: Sequence[int], room: int, asked: int) -> int:
    """How many of the newest messages stay: what is asked always, and before it whole exchanges as far as they fit."""
    kept, left = asked, room - sum(tokens[-asked:])
    for number in range(asked + 1, len(messages) + 1):
        left -= tokens[-number]
        if left < 0:
            break
        if messages[-number].role == "user":
            kept = number
    return kept


def demand_of(session: Session, actor: Actor, conversation: models.Conversation, message_id: str) -> Demand:
    """The branch on show up to this message, or all but its last ones; raises `NothingToSummariseError`."""
    summaries = branch_queries.list_summaries(session, conversation.id)
    if message_id:
        return demand_up_to(session, actor, conversation, message_id, summaries)
    path = branch_queries.list_marks(session, conversation.active_leaf_id)
    if len(path) <= KEPT_ON_DEMAND:
        raise NothingToSummariseError
    return demand_up_to(session, actor, conversation, path[-1 - KEPT_ON_DEMAND].id, summaries)


def demand_up_to(
    session: Session, actor: Actor, conversation: models.Conversation, message_id: str, summaries: Sequence[models.Summary]
) -> Demand:
    """What of the branch up to this message no summary stands for yet."""
    last, owner = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
    if owner.id != conversation.id:
        raise InvalidInputError("error.not_possible_here")
    if last.status == MessageStatus.RUNNING:
        raise TurnRunningError
    reading = read_branch(queries.list_path(session, message_id), summaries, always=0)
    if not reading.messages:
        raise NothingToSummariseError
    return Demand(actor.user_id, conversation.id, reading, message_id, conversation.model_id)


def said_in(messages: Sequence[models.Message], files: Files | None) -> list[Said]:
    """The messages as texts; of pictures there is nothing to tell."""
    return [Said(message.role, read.text) for message in messages if (read := message_of(message, files))]


def _tokens(message: models.Message, files: Files | None, count: Quick) -> int:
    read = message_of(message, files)
    return count_tokens([read], count) if read else 0
