"""The pages of administration. What is in them stands in components/admin; each begins by asking whether the reader may."""

from __future__ import annotations

import reflex as rx
from reflex.event import EventCallback

from chat_app.components.admin.frame import admin_frame
from chat_app.pages.chat import TITLE
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.admin.gate_state import AdminGateState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState


def add_admin_page(route: str, *content: rx.Component, load: list[EventCallback]) -> None:
    """Register a page: `content` in the frame of administration, `load` once the reader was let in."""
    before = [LiveState.begin, AdminGateState.check, PreferencesState.load]

    def page() -> rx.Component:
        return admin_frame(*content)

    page.__name__ = "admin" + "".join(letter if letter.isalpha() else "_" for letter in route)
    rx.page(route=route, title=TITLE, on_load=[*before, *load, SidebarState.load, LiveState.watch])(page)
