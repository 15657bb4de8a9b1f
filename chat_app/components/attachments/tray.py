"""Files for the next message: the tray in the composer and the button beside the text."""

import reflex as rx

from chat_app.components.attachments.labels import tray_labels
from chat_app.components.attachments.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.models_state import ModelsState


class AttachButton(rx.Component):
    """Chooses files."""

    library = module("tray.jsx")
    tag = "AttachButton"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]


class Tray(rx.Component):
    """The files themselves, on their way or ready; listens to drags and pastes anywhere on the page."""

    library = module("tray.jsx")
    tag = "Tray"
    lib_dependencies: list[str] = [LUCIDE]
    conversation_id: rx.Var[str]
    opened: rx.Var[int]
    model_id: rx.Var[str]
    model_label: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_choose_model: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def attach_button() -> rx.Component:
    """The paperclip."""
    return AttachButton.create(label=t("tray.attach"))


def tray() -> rx.Component:
    """What goes with the message."""
    return Tray.create(
        conversation_id=ConversationState.current_id,
        opened=ConversationState.opened,
        model_id=ConversationState.model_id,
        model_label=ConversationState.model_label,
        labels=tray_labels(),
        on_choose_model=ModelsState.choose,
    )
