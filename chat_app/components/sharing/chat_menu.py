"""The menu of the chat on show."""

import reflex as rx

from chat_app.components.keyboard.actions import all_actions
from chat_app.components.sharing.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t

SHOWN = (
    "palette.open",
    "search.chat",
    "parameters.open",
    "chat.tree",
    "chat.pinned",
    "artifacts.open",
    "canvas.open",
    "side.ask",
    "context.clear",
    "summary.make",
    "chat.fork",
    "standings.open",
    "tab.split",
    "chat.rename",
    "chat.favourite",
    "chat.tag",
    "chat.move",
    "chat.share",
    "chat.archive",
    "chat.delete",
)


class ChatMenu(rx.Component):
    """A button with the actions of the chat."""

    library = module("chat_menu.jsx")
    tag = "ChatMenu"
    lib_dependencies: list[str] = [LUCIDE]
    actions: rx.Var[list[dict[str, str]]]
    label: rx.Var[str]


def chat_menu() -> rx.Component:
    """In the header of the chat; the order is the one above."""
    labels = {action.name: action.label for action in all_actions()}
    rows = [{"name": name, "label": t(labels[name])} for name in SHOWN if name in labels]
    return ChatMenu.create(actions=rx.Var.create(rows), label=t("share.menu"))
