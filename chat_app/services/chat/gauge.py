"""How much of its window a model reads when it answers next: the figure of the context gauge."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.reading import read_branch
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD, estimate_tokens

GAUGE_DEPTH = 6
"""How far back to look for a measured answer before everything is estimated."""


def tokens_in_context(session: Session, conversation: models.Conversation) -> int:
    """The last measured answer's tokens and our estimate of what came after it.

    In a chat with a divider, a summary or excluded messages a measured figure may tell of what is read no longer: there
    everything is estimated.
    """
    if branch_queries.has_marks(session, conversation.id):
        return _estimated(session, conversation)
    return _measured(session, conversation)


def _measured(session: Session, conversation: models.Conversation) -> int:
    path = queries.list_path(session, conversation.active_leaf_id, GAUGE_DEPTH)
    turns = queries.list_turns_of_answers(session, [message.id for message in path])
    total = 0
    for message in reversed(path):
        if measured := [turn for turn in turns.get(message.id, []) if turn.tokens_in]:
            return total + measured[-1].tokens_in + measured[-1].tokens_out - measured[-1].tokens_reasoning
        total += _tokens(message.text)
    return total


def _estimated(session: Session, conversation: models.Conversation) -> int:
    marks = branch_queries.list_marks(session, conversation.active_leaf_id)
    reading = read_branch(marks, branch_queries.list_summaries(session, conversation.id), always=0)
    total = _tokens(reading.summary.text) if reading.summary else 0
    wanted = {mark.id for mark in reading.messages}
    if not wanted:
        return total
    first = next(place for place, mark in enumerate(marks) if mark.id in wanted)
    path = queries.list_path(session, conversation.active_leaf_id, len(marks) - first)
    files = sum(file.tokens for file in branch_queries.list_attachments(session, conversation.id) if file.message_id in wanted)
    return total + files + sum(_tokens(message.text) for message in path if message.id in wanted)


def _tokens(text: str) -> int:
    return estimate_tokens(text) + MESSAGE_OVERHEAD
