"""Tells open panels that a document changed; the texts themselves go over REST."""

import reflex as rx

from chat_app.state.shared.guards import signed_in


class CanvasState(rx.State):
    """`stamp` counts the changes that this page has heard of."""

    stamp: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in
    async def follow(self):
        """Some document of the person changed."""
        self.stamp += 1
