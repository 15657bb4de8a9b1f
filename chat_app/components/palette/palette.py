"""The command palette. On a phone the menu of the header opens it (components/sharing/chat_menu.py)."""

from __future__ import annotations

import reflex as rx

from chat_app.components.palette.library import module
from chat_app.components.palette.sources import palette_sources
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.palette.palette_state import PaletteState


class CommandPalette(rx.Component):
    """A dialog that opens with Ctrl+K."""

    library = module("palette.jsx")
    tag = "CommandPalette"
    lib_dependencies: list[str] = [LUCIDE]
    sources: rx.Var[list[dict]]
    query: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_model: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def command_palette() -> rx.Component:
    """Once on each page, in the shell."""
    sources = palette_sources()
    return CommandPalette.create(
        sources=rx.Var.create([source.row() for source in sources]),
        query=PaletteState.query,
        labels=texts(
            title="action.palette",
            placeholder="palette.placeholder",
            results="palette.results",
            nothing="palette.nothing",
            actions="palette.actions",
            untitled="sidebar.untitled",
        ),
        on_open=[source.on_open for source in sources if source.on_open],
        on_search=[source.on_search for source in sources if source.on_search],
        on_model=ModelsState.choose,
    )
