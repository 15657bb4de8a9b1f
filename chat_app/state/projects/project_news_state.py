"""That something happened in projects, for the pages that show them. What changed they ask our REST interface."""

import reflex as rx

from chat_app.state.shared.guards import signed_in


class ProjectNewsState(rx.State):
    """Counts the changes since a page of projects was opened; such a page looks again whenever it grows."""

    serial: rx.Field[int] = rx.field(0)
    _watched: bool = False

    @rx.event
    @signed_in
    async def watch(self):
        """A page of projects was opened in this tab. Others need not hear of anything."""
        self._watched = True

    @rx.event
    @signed_in
    async def follow(self):
        """Folders, chats or documents changed that the person may read, or no longer may."""
        if self._watched:
            self.serial += 1
