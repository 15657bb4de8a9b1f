"""The composer below the messages."""

import reflex as rx

from chat_app.components.attachments.tray import attach_button, tray
from chat_app.components.chat.library import module
from chat_app.components.library.trigger_menu import trigger_menu
from chat_app.components.models.composer_parts import composer_foot, fit_card
from chat_app.components.sidebar.chat_tree import place_chip
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.views import QueuedView


class Composer(rx.Component):
    """Text area, send and stop, the queue. Its text lives in the browser until it is sent."""

    library = module("composer.jsx")
    tag = "Composer"
    lib_dependencies: list[str] = [LUCIDE]
    conversation_id: rx.Var[str]
    opened: rx.Var[int]
    draft: rx.Var[str]
    drafted: rx.Var[int]
    running: rx.Var[bool]
    accepted_key: rx.Var[str]
    rejected_key: rx.Var[str]
    queued: rx.Var[list[QueuedView]]
    tray: rx.Var[rx.Component]
    """Inside the box, above the text: what goes with the message."""
    tools: rx.Var[rx.Component]
    """Buttons before the text."""
    menu: rx.Var[rx.Component]
    """What opens over the box while something is typed."""
    foot: rx.Var[rx.Component]
    """The faint line below."""
    labels: rx.Var[dict[str, str]]
    on_submit: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, dict)]
    on_stop: rx.EventHandler[rx.event.no_args_event_spec]
    on_draft: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_discard: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_send_queued: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def composer() -> rx.Component:
    """Write and send."""
    return Composer.create(
        conversation_id=ConversationState.current_id,
        opened=ConversationState.opened,
        draft=ConversationState.draft,
        drafted=ConversationState.drafted,
        running=ConversationState.running_turn_id != "",
        accepted_key=ComposerState.accepted_key,
        rejected_key=ComposerState.rejected_key,
        queued=ConversationState.queued,
        tray=tray(),
        tools=attach_button(),
        menu=rx.fragment(fit_card(), place_chip(), trigger_menu()),
        foot=composer_foot(),
        labels=texts(
            label="composer.label",
            placeholder="composer.placeholder",
            send="composer.send",
            sendHint="composer.send_hint",
            sendHintCtrl="composer.send_hint_ctrl",
            stop="composer.stop",
            hint="composer.hint",
            hintCtrl="composer.hint_ctrl",
            hintQueue="composer.hint_queue",
            hintQueueCtrl="composer.hint_queue_ctrl",
            queue="composer.queue",
            leaving="composer.leaving",
            sendNow="composer.send_now",
            discard="composer.discard",
        ),
        on_submit=ComposerState.submit,
        on_stop=ComposerState.stop,
        on_draft=ComposerState.save_draft,
        on_discard=ComposerState.discard_queued,
        on_send_queued=ComposerState.send_queued,
    )
