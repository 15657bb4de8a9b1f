"""Side questions over REST: a stream of events that leaves nothing in the chat."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import event_stream
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.chat.side_questions import MAX_QUOTE, MAX_ROUNDS, SideQuestion, SideRound

router = APIRouter(tags=["messages"])

Text = Annotated[str, Field(max_length=400_000)]


class Round(Body):
    """A question that was asked before, and its answer."""

    question: Text
    answer: Text


class NewSideQuestion(Body):
    """What is asked, about which words of which message, and what was asked before."""

    text: Text
    quote: str = Field(default="", max_length=MAX_QUOTE)
    message_id: Id | Literal[""] = ""
    rounds: tuple[Round, ...] = Field(default=(), max_length=MAX_ROUNDS)


@router.post(
    "/conversations/{conversation_id}/side-questions",
    response_class=Response,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def ask_aside(actor: CurrentActor, conversation_id: Id, body: NewSideQuestion) -> Response:
    """Ask about the chat without entering it; the events are those of a turn. Closing the connection ends the answer."""
    rounds = tuple(SideRound(each.question, each.answer) for each in body.rounds)
    question = SideQuestion(conversation_id, body.text, body.quote, body.message_id, rounds)
    return event_stream(await services().side_questions.ask(actor, question))
