"""What the command palette finds besides actions: a list, so that a feature adds its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventCallback

from chat_app.components.settings.registry import SECTIONS
from chat_app.components.ui.text import t
from chat_app.state.library.library_state import LibraryState
from chat_app.state.palette.palette_state import PaletteState


@dataclass(frozen=True)
class Source:
    """A group of the palette.

    `items` are `PaletteItem`s; choosing one runs the browser's `action` (ui/actions.js) with its id. `on_open` brings
    them when the palette opens, `on_search` when something is typed; the browser ranks what is there. `first` groups
    stand before the actions, `on_empty` ones are there before anything is typed. An item with a `feature` is left out while
    the person does not have it.
    """

    name: str
    label: str
    items: Any
    action: str
    on_open: EventCallback | None = None
    on_search: EventCallback | None = None
    first: bool = False
    on_empty: bool = False

    def row(self) -> dict[str, object]:
        """The group as the browser knows it."""
        return {
            "name": self.name, "label": t(self.label), "items": self.items, "action": self.action,
            "first": self.first, "onEmpty": self.on_empty, "searched": self.on_search is not None,
        }  # fmt: skip


def palette_sources() -> Sequence[Source]:
    """All groups, in their order."""
    settings = [
        {"id": section.anchor, "title": t(section.label), "hint": "", "words": t("settings.title"), "at_ms": 0, "feature": section.feature}
        for section in SECTIONS
    ]
    return (
        Source(
            "chats", "palette.chats", PaletteState.chats, "chat.open", PaletteState.open, PaletteState.search, first=True, on_empty=True
        ),
        Source("models", "palette.models", PaletteState.models, "model.use"),
        Source("prompts", "library.prompts", LibraryState.palette_items, "prompt.use", LibraryState.load),
        Source("settings", "palette.settings", rx.Var.create(settings), "section.show"),
    )
