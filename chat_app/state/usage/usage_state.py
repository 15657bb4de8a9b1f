"""The page of the own usage."""

from __future__ import annotations

import reflex as rx

from chat_app.state.shared.guards import signed_in
from chat_app.state.usage.page import UsageMixin
from chat_app.state.usage.sides import OwnSide


class UsageState(UsageMixin, rx.State):
    """What one person used."""

    @rx.event
    @signed_in(permission="chat")
    async def load(self):
        """Begin with what the address asks for: `?model=…&period=week`."""
        await self._show_address()

    @rx.event
    @signed_in(permission="chat")
    async def show(self, wish: dict[str, str]):
        """Another period, other filters."""
        await self._show(wish)

    @rx.event
    @signed_in(permission="chat")
    async def more(self):
        """The next calls."""
        await self._show_more()

    def _side(self) -> OwnSide:
        return OwnSide()
