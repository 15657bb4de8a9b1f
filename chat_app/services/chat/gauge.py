"""How much of its window a model reads when it answers next: the figure of the context gauge."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.reading import read_branch
from chat_app.services.counting.counter import Quick
from chat_app.services.counting.families import family_of
from chat_app.services.files.image_tokens import image_tokens, vendor_of
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD

GAUGE_DEPTH = 6
"""How far back to look for a measured answer before everything is estimated."""


def tokens_in_context(session: Session, conversation: models.Conversation) -> int:
    """The last measured answer's tokens and our estimate of what came after it.

    In a chat with a divider, a summary or excluded messages a measured figure may tell of what is read no longer: there
    everything is estimated.
    """
    count = family_of(conversation.model_id).estimate
    if branch_queries.has_marks(session, conversation.id):
        return _estimated(session, conversation, count)
    return _measured(session, conversation, count)


def image_tokens_in_context(session: Session, conversation: models.Conversation) -> int:
    """How many tokens of these are pictures: some vendors have a price of their own for them."""
    pictures = branch_queries.list_pictures(session, conversation.id)
    if not pictures:
        return 0
    marks = branch_queries.list_marks(session, conversation.active_leaf_id)
    read = {mark.id for mark in read_branch(marks, branch_queries.list_summaries(session, conversation.id), always=0).messages}
    vendor = vendor_of(conversation.model_id)
    return sum(image_tokens(vendor, width, height) for message_id, width, height in pictures if message_id in read)


def _measured(session: Session, conversation: models.Conversation, count: Quick) -> int:
    path = queries.list_path(session, conversation.active_leaf_id, GAUGE_DEPTH)
    turns = queries.list_turns_of_answers(session, [message.id for message in path])
    total = 0
    for message in reversed(path):
        if measured := [turn for turn in turns.get(message.id, []) if turn.tokens_in]:
            return total + measured[-1].tokens_in + measured[-1].tokens_out - measured[-1].tokens_reasoning
        total += count(message.text) + MESSAGE_OVERHEAD
    return total


def _estimated(session: Session, conversation: models.Conversation, count: Quick) -> int:
    marks = branch_queries.list_marks(session, conversation.active_leaf_id)
    reading = read_branch(marks, branch_queries.list_summaries(session, conversation.id), always=0)
    total = count(reading.summary.text) + MESSAGE_OVERHEAD if reading.summary else 0
    wanted = {mark.id for mark in reading.messages}
    if not wanted:
        return total
    first = next(place for place, mark in enumerate(marks) if mark.id in wanted)
    path = queries.list_path(session, conversation.active_leaf_id, len(marks) - first)
    files = sum(file.tokens for file in branch_queries.list_attachments(session, conversation.id) if file.message_id in wanted)
    return total + files + sum(count(message.text) + MESSAGE_OVERHEAD for message in path if message.id in wanted)
