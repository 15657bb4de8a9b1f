"""Documents of the chat on show, in the side panel."""

import reflex as rx

from chat_app.components.canvas.library import module
from chat_app.components.layout.side_panel import panel_section
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.documents.canvas_state import CanvasState

NAMES = (
    "failed", "retry", "nothing", "create", "choose", "untitled", "title", "view", "write", "preview", "history", "copy", "copied",
    "download", "delete", "text", "placeholder", "close", "hint", "wish", "change", "ask", "conflict", "offline", "restore", "diff",
    "written", "restored", "shorter", "longer", "friendlier", "formal", "simpler", "mistakes", "instruction",
    "status_loading", "status_saved", "status_unsaved", "status_saving", "status_busy", "status_conflict", "status_offline", "status_failed",
)  # fmt: skip


class CanvasPanel(rx.Component):
    """Reads and writes over REST: a document is too large for the page's state."""

    library = module("canvas_panel.jsx")
    tag = "CanvasPanel"
    lib_dependencies: list[str] = [LUCIDE, *PACKAGES]
    conversation_id: rx.Var[str]
    stamp: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    message_labels: rx.Var[dict[str, str]]


class CanvasAction(rx.Component):
    """Lets keys, palette and artifacts open the panel; renders nothing."""

    library = module("canvas_panel.jsx")
    tag = "CanvasAction"
    conversation_id: rx.Var[str]


def canvas_action() -> rx.Component:
    """On every chat page."""
    return CanvasAction.create(conversation_id=ConversationState.current_id)


def canvas_section() -> rx.Component:
    """The section of the panel."""
    return panel_section(
        "canvas",
        "canvas.panel",
        CanvasPanel.create(
            conversation_id=ConversationState.current_id,
            stamp=CanvasState.stamp,
            labels=texts(takeTheirs="canvas.take_theirs", keepMine="canvas.keep_mine", **{name: f"canvas.{name}" for name in NAMES}),
            message_labels=message_labels(),
        ),
    )
