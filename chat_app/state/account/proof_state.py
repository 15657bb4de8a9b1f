"""The event that was refused for want of a recent proof runs again after it."""

import reflex as rx

from chat_app.state.shared.guards import signed_in
from chat_app.state.shared.proof_wish import ProofWish


class ProofState(rx.State):
    """Nothing to show: `ProofWish.serial` opens the dialog, and the proof itself goes to the REST interface."""

    @rx.event
    @signed_in(permission="account")
    async def repeat(self):
        """Do what was asked for before the proof, once. The guard of that handler asks everything anew."""
        return (await self.get_state(ProofWish))._take()
