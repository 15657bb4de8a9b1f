"""What the page's state knows of temporary chats: nothing but that one is over."""

import reflex as rx

from chat_app.i18n import translate
from chat_app.state.shared.guards import signed_in
from chat_app.state.shared.notices import NoticeState
from chat_app.state.shared.reader import reader_language


class TemporaryState(rx.State):
    """No vars: what is said there never passes through here."""

    @rx.event
    @signed_in(permission="temporary", quiet=True)
    async def left(self):
        """Say that the chat somebody went away from is gone."""
        notices = await self.get_state(NoticeState)
        notices._show(translate("temporary.left", await reader_language(self)))
