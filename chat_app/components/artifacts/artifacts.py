"""Artifacts of the chat on show, in the side panel."""

import reflex as rx

from chat_app.components.artifacts.library import module
from chat_app.components.layout.side_panel import panel_section
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.conversation_state import ConversationState


class ArtifactsPanel(rx.Component):
    """Reads the artifacts over REST: their texts are too large for the page's state."""

    library = module("artifacts_panel.jsx")
    tag = "ArtifactsPanel"
    lib_dependencies: list[str] = [LUCIDE, *PACKAGES]
    conversation_id: rx.Var[str]
    running: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    message_labels: rx.Var[dict[str, str]]


class ArtifactsAction(rx.Component):
    """Lets keys, palette and code blocks open the panel; renders nothing."""

    library = module("artifacts_panel.jsx")
    tag = "ArtifactsAction"
    conversation_id: rx.Var[str]


def artifacts_action() -> rx.Component:
    """On every chat page."""
    return ArtifactsAction.create(conversation_id=ConversationState.current_id)


def artifacts_section() -> rx.Component:
    """The section of the panel."""
    names = (
        "nothing", "failed", "retry", "choose", "versions", "previous", "next", "view", "preview", "source", "copy", "copied",
        "download", "edit", "html", "svg", "mermaid", "table", "document", "code",
    )  # fmt: skip
    return panel_section(
        "artifacts",
        "artifact.title",
        ArtifactsPanel.create(
            conversation_id=ConversationState.current_id,
            running=ConversationState.running_turn_id != "",
            labels=texts(**{name: f"artifact.{name}" for name in names}),
            message_labels=message_labels(),
        ),
    )
