"""An answer, finished or streaming."""

import reflex as rx

from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES, library


class MessageBody(rx.Component):
    """Reads a running turn's events itself, so that tokens never pass through the page's state."""

    library = library("message_body.jsx")
    tag = "MessageBody"
    lib_dependencies: list[str] = PACKAGES

    text: rx.Var[str]
    reasoning: rx.Var[str]
    reasoning_ms: rx.Var[int]
    status: rx.Var[str]
    turn_id: rx.Var[str]
    message_id: rx.Var[str]
    source_count: rx.Var[int]
    searched: rx.Var[bool]
    labels: rx.Var[dict[str, str]]

    on_end: rx.EventHandler[lambda turn_id: [turn_id]]


def message_body(
    text: rx.Var[str] | str,
    *,
    reasoning: rx.Var[str] | str = "",
    reasoning_ms: rx.Var[int] | int = 0,
    status: rx.Var[str] | str = "complete",
    turn_id: rx.Var[str] | str = "",
    message_id: rx.Var[str] | str = "",
    source_count: rx.Var[int] | int = 0,
    searched: rx.Var[bool] | bool = False,
    on_end: rx.event.EventType[str] | None = None,
) -> rx.Component:
    """Markdown of an answer with its collapsible reasoning.

    While `status` is "running" and `turn_id` is set, the text comes from `/api/v1/turns/{turn_id}/events`; `on_end(turn_id)` is called
    once when the turn is over, whatever its outcome: reload the message then. The streamed text stays until the reloaded one replaces
    it, in the same element. `reasoning_ms` is in milliseconds, 0 when unknown. `source_count` is how many passages of documents the
    answer was given; what they say comes from `/api/v1/messages/{message_id}/sources`. `searched`: whether documents
    were searched for it, with or without success.
    """
    events = {} if on_end is None else {"on_end": on_end}
    return MessageBody.create(
        text=text,
        reasoning=reasoning,
        reasoning_ms=reasoning_ms,
        status=status,
        turn_id=turn_id,
        message_id=message_id,
        source_count=source_count,
        searched=searched,
        labels=message_labels(),
        **events,
    )
