"""Prompts and assistants in the composer."""

import reflex as rx

from chat_app.components.library.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.library.library_state import LibraryState
from chat_app.state.library.views import AssistantView, PromptView


class TriggerMenu(rx.Component):
    """Opens over the composer with "/" and "@"; shows whom the chat talks to."""

    library = module("trigger_menu.jsx")
    tag = "TriggerMenu"
    lib_dependencies: list[str] = [LUCIDE]
    prompts: rx.Var[list[PromptView]]
    assistants: rx.Var[list[AssistantView]]
    ready: rx.Var[bool]
    conversation_id: rx.Var[str]
    assistant_id: rx.Var[str]
    started: rx.Var[bool]
    filled_text: rx.Var[str]
    filled_key: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_load: rx.EventHandler[rx.event.no_args_event_spec]
    on_fill: rx.EventHandler[rx.event.passthrough_event_spec(str, dict, str)]
    on_assistant: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


def trigger_menu() -> rx.Component:
    """For the composer's slot."""
    return TriggerMenu.create(
        prompts=LibraryState.prompts,
        assistants=LibraryState.assistants,
        ready=LibraryState.ready,
        conversation_id=ConversationState.current_id,
        assistant_id=ConversationState.assistant_id,
        started=ConversationState.first_id != "",
        filled_text=LibraryState.filled_text,
        filled_key=LibraryState.filled_key,
        labels=texts(
            prompts="library.prompts",
            assistants="library.assistants",
            loading="library.loading",
            leave="library.leave_assistant",
            cancel="library.cancel",
            close="library.close",
            insert="library.insert",
            valueMissing="library.value_needed",
        ),
        on_load=LibraryState.load,
        on_fill=LibraryState.fill,
        on_assistant=LibraryState.choose_assistant,
    )
