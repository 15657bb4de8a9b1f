"""The list of all keys, to read and to change."""

from __future__ import annotations

import reflex as rx

from chat_app.components.settings.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.settings.settings_state import SettingsState


class Shortcuts(rx.Component):
    """By group, with a search; each can be pressed anew, switched off and set back."""

    library = module("shortcuts.jsx")
    tag = "Shortcuts"
    lib_dependencies: list[str] = [LUCIDE]
    refused: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


def shortcuts() -> rx.Component:
    """The actions come from the keyboard of the page (components/keyboard)."""
    return Shortcuts.create(
        refused=SettingsState.refused,
        labels=_labels(),
        on_save=SettingsState.save,
    )


def _labels() -> rx.Var[dict[str, str]]:
    """The browser fills in the action that has the keys."""
    taken = t("shortcuts.taken", action="{action}")
    plain = {
        "intro": "shortcuts.intro",
        "search": "shortcuts.search",
        "nothing": "shortcuts.nothing",
        "resetAll": "shortcuts.reset_all",
        "change": "shortcuts.change",
        "press": "shortcuts.press",
        "cancel": "shortcuts.cancel",
        "off": "shortcuts.off",
        "reset": "shortcuts.reset",
        "none": "shortcuts.none",
        "take": "shortcuts.take",
        "kept": "shortcuts.kept",
        "expected": "shortcuts.expected",
        "use": "shortcuts.use",
    }
    return rx.Var.create({"taken": taken, **{name: t(key) for name, key in plain.items()}})  # pyright: ignore[reportReturnType]  (Vars within a Var)
