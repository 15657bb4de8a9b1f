"""The menu of the chat on show."""

import reflex as rx

from chat_app.components.sharing.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t

GROUPS = (
    ("palette.open", "search.chat", "parameters.open"),
    ("chat.tree", "chat.pinned", "artifacts.open", "canvas.open", "standings.open"),
    ("side.ask", "summary.make", "context.clear", "chat.fork", "tab.split"),
    ("chat.rename", "chat.favourite", "chat.tag", "chat.move", "chat.share", "chat.archive"),
    ("chat.delete",),
)
"""The actions that the menu offers; a line stands between two groups. Its labels are shorter than those of the palette."""


class ChatMenu(rx.Component):
    """A button with the actions of the chat."""

    library = module("chat_menu.jsx")
    tag = "ChatMenu"
    lib_dependencies: list[str] = [LUCIDE]
    actions: rx.Var[list[dict[str, str]]]
    label: rx.Var[str]


def chat_menu() -> rx.Component:
    """In the header of the chat; the order is the one above."""
    rows = [
        {"name": name, "label": t(f"chat_menu.{name.replace('.', '_')}"), "group": str(number)}
        for number, names in enumerate(GROUPS)
        for name in names
    ]
    return ChatMenu.create(actions=rx.Var.create(rows), label=t("share.menu"))
