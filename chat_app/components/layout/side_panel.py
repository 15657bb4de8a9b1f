"""The panel beside the page and its sections."""

import reflex as rx

from chat_app.components.layout.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts


class SidePanel(rx.Component):
    """There while one of its sections is open (`openPanel(name, data)` of panel.js)."""

    library = module("side_panel.jsx")
    tag = "SidePanel"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


class PanelSection(rx.Component):
    """What the panel shows under a name."""

    library = module("side_panel.jsx")
    tag = "PanelSection"
    lib_dependencies: list[str] = [LUCIDE]
    name: rx.Var[str]
    title: rx.Var[str]
    labels: rx.Var[dict[str, str]]


def side_panel(*sections: rx.Component) -> rx.Component:
    """The panel with its sections."""
    return SidePanel.create(*sections, labels=texts(panel="panel.label", resize="panel.resize"))


def panel_section(name: str, title: str, content: rx.Component) -> rx.Component:
    """One section; `title` is a key of the catalogue."""
    return PanelSection.create(content, name=name, title=t(title), labels=texts(close="panel.close"))
