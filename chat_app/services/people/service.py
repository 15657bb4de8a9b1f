"""People as administrators see and change them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import Role, require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page
from chat_app.services.people import facts, listing, queries
from chat_app.services.people.changes import PeopleChanges
from chat_app.services.people.dto import PeopleFilter, Person, PersonFacts

EVERYBODY = PeopleFilter()
PERMISSION = "admin.users"


class Erasing(Protocol):
    """Knows how an account ends (`services/erasure`)."""

    def begin(self, session: Session, actor: Actor, user_id: str) -> None: ...

    def undo(self, session: Session, actor: Actor, user_id: str) -> None: ...


class PeopleService:
    """For administrators; everybody else gets `NotFoundError` from each verb."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        erasing: Erasing,
        forget_cached: Callable[[], None],
        halt: Callable[[str], Awaitable[None]],
        proof: Callable[[Actor], None],
        clock: Clock = utc_now,
    ) -> None:
        """`proof` raises `ProofNeededError` unless the actor has just proved who they are. `forget_cached` lets sessions ask the database again what their person may do; `halt` stops a person's running answers."""
        self._db = db
        self._audit = audit
        self._erasing = erasing
        self._forget_cached = forget_cached
        self._halt = halt
        self._proof = proof
        self._clock = clock
        self._changes = PeopleChanges(audit)

    async def list(self, actor: Actor, wanted: PeopleFilter = EVERYBODY, cursor: str = "", limit: int = 50) -> Page[Person]:
        """A page of people; raises `InvalidInputError` for a cursor of another list."""
        require(actor, PERMISSION)
        after, size = listing.after_of(wanted, cursor), max(1, min(limit, listing.MAX_PAGE))
        return await self._db.read(lambda session: listing.read_page(session, wanted, after, size))

    async def count(self, actor: Actor, wanted: PeopleFilter = EVERYBODY) -> int:
        """How many people a list has."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: queries.count_people(session, wanted))

    async def export(self, actor: Actor, wanted: PeopleFilter = EVERYBODY) -> str:
        """The list as CSV. That it was taken is in the audit log."""
        require(actor, PERMISSION)
        text = await self._db.read(lambda session: listing.read_csv(session, wanted))
        await self._audit.note(actor, "user.export", kind="people")
        return text

    async def names(self, actor: Actor, person_ids: Sequence[str]) -> dict[str, str]:
        """What these people are called, or their address; those who are gone are not in it."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: queries.get_names(session, person_ids))

    async def unprotected_admins(self, actor: Actor) -> int:
        """How many administrators have neither an authenticator app nor a passkey."""
        require(actor, PERMISSION)
        return await self._db.read(queries.count_unprotected_admins)

    async def facts(self, actor: Actor, person_id: str) -> PersonFacts:
        """One person in numbers; raises `PersonNotFoundError`."""
        require(actor, PERMISSION)
        return await self._db.read(lambda session: facts.read_facts(session, actor, person_id, self._clock()))

    async def set_role(self, actor: Actor, person_id: str, role: Role) -> None:
        """Give a person another role; they have to sign in anew.

        Raises `OwnRoleError` for oneself, `LastAdminError` when nobody could administer any more, `ProofNeededError`.
        """
        require(actor, PERMISSION)
        self._proof(actor)
        await self._change(actor, lambda session: self._changes.set_role(session, actor, person_id, role, self._clock()))

    async def suspend(self, actor: Actor, person_id: str) -> None:
        """Freeze an account: nothing of it is lost, nobody gets in. Raises `OwnRoleError` and `LastAdminError` as `set_role` does."""
        await self._change(actor, lambda session: self._changes.suspend(session, actor, person_id, self._clock()))
        await self._halt(person_id)

    async def unsuspend(self, actor: Actor, person_id: str) -> None:
        """Let the person in again."""
        await self._change(actor, lambda session: self._changes.unsuspend(session, actor, person_id))

    async def delete(self, actor: Actor, person_id: str) -> None:
        """Begin the deletion of an account; it can be undone for some days. Raises as `set_role` does."""
        require(actor, PERMISSION)
        self._proof(actor)

        def begin(session: Session) -> None:
            self._changes.may_delete(session, actor, person_id)
            self._erasing.begin(session, actor, person_id)

        await self._change(actor, begin)
        await self._halt(person_id)

    async def restore(self, actor: Actor, person_id: str) -> None:
        """Undo the deletion while that is possible."""
        await self._change(actor, lambda session: self._erasing.undo(session, actor, person_id))

    async def set_groups(self, actor: Actor, person_id: str, leads: Mapping[str, bool]) -> None:
        """Put the person into these groups and no others; the value says whether they lead the group."""
        await self._change(actor, lambda session: self._changes.set_groups(session, actor, person_id, leads, self._clock()))

    async def _change(self, actor: Actor, change: Callable[[Session], object]) -> None:
        require(actor, PERMISSION)
        await self._db.write(change)
        self._forget_cached()
