"""The two buttons that sidebar and header share."""

import reflex as rx

from chat_app.components.layout.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t


class SidebarToggle(rx.Component):
    """Opens and closes the sidebar; on the phone it is a drawer."""

    library = module("shell.jsx")
    tag = "SidebarToggle"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]
    place: rx.Var[str]


class NewChat(rx.Component):
    """A link to a new chat."""

    library = module("shell.jsx")
    tag = "NewChat"
    label: rx.Var[str]
    hint: rx.Var[str]


def sidebar_toggle(place: str) -> rx.Component:
    """`place` is "sidebar" or "header"."""
    return SidebarToggle.create(label=t("shell.toggle"), place=place)


def new_chat(class_name: str) -> rx.Component:
    """Begin a new chat."""
    return NewChat.create(label=t("shell.new_chat"), hint=t("shell.new_chat_hint"), class_name=class_name)
