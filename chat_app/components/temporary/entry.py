"""The way into a temporary chat."""

import reflex as rx

from chat_app.components.temporary.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t


class TemporaryLink(rx.Component):
    """A link for whoever may have temporary chats."""

    library = module("entry.jsx")
    tag = "TemporaryLink"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]
    hint: rx.Var[str]


def temporary_link() -> rx.Component:
    """Beside the button of a new chat."""
    return TemporaryLink.create(label=t("temporary.new"), hint=t("temporary.new_hint"))
