"""The keys of the whole page."""

from __future__ import annotations

import reflex as rx

from chat_app.components.keyboard.actions import GROUPS, Action
from chat_app.components.keyboard.library import module
from chat_app.components.ui.text import t
from chat_app.state.shared.reader import ReaderState


class Keyboard(rx.Component):
    """Listens, and lets palette and settings know the actions; renders nothing."""

    library = module("keyboard.jsx")
    tag = "Keyboard"
    actions: rx.Var[list[dict[str, str]]]
    changed: rx.Var[dict[str, str]]


def keyboard() -> rx.Component:
    """Once on each page, in the shell."""
    rows = [_row(action, group.label) for group in GROUPS for action in group.actions]
    return Keyboard.create(actions=rx.Var.create(rows), changed=ReaderState.shortcuts)


def _row(action: Action, group: str) -> dict[str, object]:
    """An action as the browser knows it."""
    label = t(action.label, number=action.number) if action.number else t(action.label)
    return {"name": action.name, "label": label, "group": t(group), "keys": " ".join(action.keys), "palette": action.palette}
