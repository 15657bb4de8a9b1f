"""The chats of somebody, to be read while an access is open."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.admin.words import words
from chat_app.components.ui.library import LUCIDE
from chat_app.state.admin.content_state import AccessView, ChatLine, ContentState, ReadMessage
from chat_app.state.admin.person_state import PersonState
from chat_app.state.admin.person_views import PersonView

WORDS = (
    "title", "banner", "end", "closed", "all_chats", "more", "earlier", "empty", "person", "assistant", "files",
)  # fmt: skip


class ReadingPage(rx.Component):
    """A list of chats, and one of them, under a banner that does not go."""

    library = module("reading.jsx")
    tag = "ReadingPage"
    lib_dependencies: list[str] = [LUCIDE]
    person: rx.Var[PersonView]
    access: rx.Var[AccessView]
    ready: rx.Var[bool]
    chats: rx.Var[list[ChatLine]]
    cursor: rx.Var[str]
    chat_id: rx.Var[str]
    title: rx.Var[str]
    messages: rx.Var[list[ReadMessage]]
    has_earlier: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    on_read: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_more: rx.EventHandler[rx.event.no_args_event_spec]
    on_earlier: rx.EventHandler[rx.event.no_args_event_spec]
    on_end: rx.EventHandler[rx.event.no_args_event_spec]
    on_over: rx.EventHandler[rx.event.no_args_event_spec]
    """The time is up."""


def reading_page() -> rx.Component:
    """Read-only: there is nothing here to write with."""
    return ReadingPage.create(
        person=PersonState.person,
        access=ContentState.access,
        ready=ContentState.ready,
        chats=ContentState.chats,
        cursor=ContentState.cursor,
        chat_id=ContentState.chat_id,
        title=ContentState.title,
        messages=ContentState.messages,
        has_earlier=ContentState.has_earlier,
        labels=words("admin_reading", WORDS),
        on_read=ContentState.read,
        on_more=ContentState.more_chats,
        on_earlier=ContentState.earlier,
        on_end=ContentState.end_access,
        on_over=ContentState.load_chats,
    )
