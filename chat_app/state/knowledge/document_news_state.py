"""That documents changed, for the pages that show them. What changed they ask our REST interface."""

import reflex as rx

from chat_app.state.shared.guards import signed_in


class DocumentNewsState(rx.State):
    """Counts the changes; the page looks again whenever it grows."""

    serial: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in
    async def follow(self):
        """Something happened to documents that the person may read."""
        self.serial += 1
