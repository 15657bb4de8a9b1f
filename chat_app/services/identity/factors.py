"""What every change of a second factor does in its transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.errors import ConflictError, NotFoundError
from chat_app.services.accounts import session_queries
from chat_app.services.identity import queries
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Section, SignIn
from chat_app.settings import Settings


@dataclass(frozen=True, slots=True)
class FactorRules:
    """Whether there is a login, who must have a second factor for it, and what changing one takes."""

    site: SiteService
    settings: Settings
    clock: Clock
    require_recent_proof: Callable[[Actor], None]
    """Raises `ProofNeededError`."""
    sessions_changed: Callable[[], None]
    """Called when sessions were ended, so that nobody remembers them."""

    async def admins_must(self) -> bool:
        """Whether administrators need a second factor; the owner of `single` mode decides that for themselves."""
        return self.settings.mode == "multi" and (await self.site.load(SignIn)).admin_second_factor

    def after_site_change(self, session: Session, before: Section, after: Section) -> None:
        """End the sessions that a new rule would not have begun."""
        if self.settings.mode == "single" or not isinstance(before, SignIn) or not isinstance(after, SignIn):
            return
        if after.admin_second_factor and not before.admin_second_factor:
            end_unprotected(session, self.clock())

    def allow_change(self, actor: Actor) -> None:
        """Raise `ConflictError` where there is no login that a factor could protect, `ProofNeededError` without a recent proof."""
        if self.settings.without_login or not actor.session_id:
            raise ConflictError("identity.error.no_login")
        self.require_recent_proof(actor)


def has_factor(session: Session, user_id: str) -> bool:
    """Whether the person can be asked for more than a password."""
    return has_totp(session, user_id) or queries.count_passkeys(session, user_id) > 0


def has_totp(session: Session, user_id: str) -> bool:
    """Whether an authenticator app was set up to the end."""
    factor = queries.find_totp(session, user_id)
    return factor is not None and factor.confirmed_at is not None


def must_have_factor(user: models.User, admins_must: bool) -> bool:
    """Whether this person may not be without a second factor."""
    return admins_must and user.role == "admin"


def hold(session: Session, user_id: str) -> models.User:
    """The person, held to the end of the transaction; raises `NotFoundError` for one who is gone."""
    user = queries.lock_user(session, user_id)
    if user is None or user.deleted_at is not None:
        raise NotFoundError
    return user


def after_removal(session: Session, user: models.User, admins_must: bool) -> None:
    """What the loss of a factor means: codes without a factor go with it. Raises `ConflictError` for the last one of somebody who needs one."""
    session.flush()
    if has_factor(session, user.id):
        return
    if must_have_factor(user, admins_must):
        raise ConflictError("identity.error.last_factor")
    queries.delete_recovery_codes(session, user.id)


def end_others(session: Session, actor: Actor, now: datetime) -> None:
    """Whoever came in without the new rule has to come in again."""
    session_queries.revoke_sessions_of(session, actor.user_id, now, except_id=actor.session_id)


def end_unprotected(session: Session, now: datetime) -> None:
    """From now on administrators must have a factor: whoever came in without one has to come in again, and sets one up then."""
    for user_id in queries.list_admin_ids(session):
        if not has_factor(session, user_id):
            session_queries.revoke_sessions_of(session, user_id, now)
