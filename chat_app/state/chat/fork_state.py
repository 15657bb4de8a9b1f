"""Forks: a new chat out of a message."""

import reflex as rx

from chat_app.container import services
from chat_app.state.shared.guards import current_actor, signed_in


class ForkState(rx.State):
    """The page goes to `made_id` when it changes."""

    made_id: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in
    async def fork(self, message_id: str, all_branches: bool):
        """Copy the branch up to a message, or all branches, into a new chat, and go there."""
        made = await services().forks.fork(await current_actor(self), message_id, all_branches=all_branches)
        self.made_id = made.id
