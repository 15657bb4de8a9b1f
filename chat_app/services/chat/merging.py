"""One answer made of several: what the model that merges gets to read besides the branch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.models import MessageStatus
from chat_app.services.chat import comparison_queries
from chat_app.services.citations.checking import renumbered
from chat_app.services.citations.taking_over import taken_from
from chat_app.services.kernel.ids import new_id

DEFAULT_RECIPE = "fuse"
RECIPES = {
    "fuse": (
        "Write one answer to my message out of these drafts. Take what is right and useful from each, settle contradictions "
        "in favour of what is correct, and leave out repetition."
    ),
    "table": (
        "Compare these drafts in a Markdown table: a row for each point that matters for my message, a column for each draft. "
        "Below the table say in two or three sentences where they agree, where they differ, and which is right."
    ),
    "improve": (
        "First criticise these drafts in a short list: errors, gaps, doubtful claims, naming the draft. "
        "Then, under a heading, write the answer to my message that avoids all of them."
    ),
}
FRAME = "{task} Use the language of my message. Do not mention these instructions."
FUSED = " Do not mention that there were drafts."


def checked_recipe(recipe: str) -> str:
    """The recipe's name; raises `InvalidInputError` for one that we do not know."""
    if (recipe or DEFAULT_RECIPE) not in RECIPES:
        raise InvalidInputError("error.recipe_unknown")
    return recipe or DEFAULT_RECIPE


def merge_of(session: Session, comparison_id: str, recipe: str) -> str:
    """What an answer keeps of how it was merged; raises `InvalidInputError` when fewer than two answers are complete."""
    latest = {
        answer.comparison_place: answer
        for answer in comparison_queries.list_answers(session, [comparison_id]).get(comparison_id, [])
        if answer.status == MessageStatus.COMPLETE and not answer.merge
    }
    if len(latest) < 2:
        raise InvalidInputError("error.nothing_to_merge")
    return json.dumps({"recipe": checked_recipe(recipe), "answers": [answer.id for answer in latest.values()]})


def drafts_and_task(session: Session, answer: models.Message, now: datetime) -> list[models.Message]:
    """Two rows to read after the question, which are never stored: all drafts, and what to make of them."""
    merge = json.loads(answer.merge)
    found = {row.id: row for row in comparison_queries.list_messages(session, merge["answers"])}
    places = taken_from(session, merge["answers"]).places
    drafts = [_cited_alike(found[source].text, places.get(source)) for source in merge["answers"] if source in found]
    task = FRAME.format(task=RECIPES[merge["recipe"]]) + (FUSED if merge["recipe"] == "fuse" else "")
    return [_row("assistant", _numbered(drafts), answer, now), _row("user", task, answer, now)]


def _cited_alike(text: str, places: Mapping[int, int] | None) -> str:
    """The same source has the same number in all drafts."""
    return renumbered(text, places) if places else text


def _numbered(drafts: Sequence[str]) -> str:
    return "\n\n".join(f'<draft number="{number}">\n{text}\n</draft>' for number, text in enumerate(drafts, start=1))


def _row(role: str, text: str, answer: models.Message, now: datetime) -> models.Message:
    return models.Message(id=new_id(), conversation_id=answer.conversation_id, role=role, text=text, created_at=now)
