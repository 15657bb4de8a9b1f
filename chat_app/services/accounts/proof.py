"""Changes of what matters ask for a recent proof that it is still the same person before the page."""

from __future__ import annotations

from datetime import timedelta

from chat_app.errors import NotAllowedError
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.settings import Settings

RECENT = timedelta(minutes=10)


class ProofNeededError(NotAllowedError):
    """The person has to prove once more who they are, and may then do the same again."""

    default_key = "auth.error.prove_again"


class ProofRule:
    """Asks for the proof; callable, so that services which need it take just `Callable[[Actor], None]`."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def __call__(self, actor: Actor) -> None:
        """Raise `ProofNeededError` unless `actor` proved who they are within the last ten minutes."""
        if self._is_before_this_machine(actor):
            return
        if actor.api_key_id or actor.proved_at is None or self._clock() - actor.proved_at >= RECENT:
            raise ProofNeededError

    def _is_before_this_machine(self, actor: Actor) -> bool:
        """The owner without login has nothing to prove it with."""
        return self._settings.without_login and actor.user_id == OWNER_ID and not actor.session_id and not actor.api_key_id
