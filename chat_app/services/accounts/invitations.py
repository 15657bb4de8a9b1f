"""Invitations: administrators into any group, managers into those that they lead."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from chat_app.services.access import queries as access_queries
from chat_app.services.access.matrix import ROLES, Role, require
from chat_app.services.accounts import queries, token_queries
from chat_app.services.accounts.agreements import Agreements
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.inviters import groups_of, role_of, still_stands
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.new_accounts import NewAccount, add_account
from chat_app.services.accounts.one_time_links import VALID_FOR, LinkGoneError, look_at, make_link, use_up
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.proof import ProofRule
from chat_app.services.accounts.recovery import HandedOut
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox
from chat_app.services.site.sections import SignIn
from chat_app.services.site.service import SiteService

DAYS = VALID_FOR["invite"].days
PAGE = 50


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that nobody has taken yet."""

    id: str
    email: str
    role: str
    group_ids: tuple[str, ...]
    created_by: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """What the page behind an invitation needs to know."""

    email: str
    has_account: bool
    """Then there is nothing to choose, only groups to join."""


class Invitations:
    """Makes, lists, withdraws and takes invitations."""

    def __init__(
        self,
        db: Database,
        site: SiteService,
        outbox: Outbox,
        passwords: PasswordMaker,
        audit: AuditLog,
        clock: Clock,
        agreements: Agreements,
        *,
        proof: ProofRule,
    ) -> None:
        self._db = db
        self._site = site
        self._outbox = outbox
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._agreements = agreements
        self._require_proof = proof

    async def invite(self, actor: Actor, email: str, *, role: Role = "user", group_ids: Sequence[str] = ()) -> HandedOut:
        """Invite an address for seven days; a new invitation replaces one that it has. Whether it has an account is not told.

        Managers invite people of the role `user` into groups that they lead, as long as registration is not closed.
        Raises `NotAllowedError`, `NotFoundError` for a group that is not there or not theirs, `InvalidInputError`,
        `ProofNeededError` for another role than `user`.
        """
        require(actor, "invite")
        address = normal_email(email)
        if role not in ROLES or len(group_ids) > PAGE:
            raise InvalidInputError
        await self._check_right(actor, role, group_ids)
        row_id, token = await self._db.write(lambda session: self._make(session, actor, address, role, tuple(dict.fromkeys(group_ids))))
        path = f"/auth/invite?token={token}"
        self._outbox.post(address, actor.language, "invite", path, days=DAYS)
        return HandedOut(row_id, "" if self._outbox.is_open else self._outbox.link(path))

    async def may_send(self, actor: Actor) -> bool:
        """Whether the actor may invite anybody at all: managers may while registration is not closed."""
        if "admin.users" in actor.permissions:
            return True
        return "invite" in actor.permissions and (await self._site.load(SignIn)).registration != "closed"

    async def open(self, actor: Actor, before_id: str = "", limit: int = PAGE) -> list[InvitationView]:
        """Those not taken yet, newest first; managers see their own. `before_id` is the last one of the page before."""
        require(actor, "invite")
        made_by = "" if "admin.users" in actor.permissions else actor.user_id
        return await self._db.read(
            lambda session: [
                _view(row) for row in token_queries.open_invitations(session, made_by, self._clock(), before_id, min(limit, PAGE))
            ]
        )

    async def withdraw(self, actor: Actor, invitation_id: str) -> None:
        """Make an invitation worthless; raises `NotFoundError`."""
        require(actor, "invite")

        def end(session: Session) -> None:
            row = token_queries.find_invitation(session, invitation_id)
            if row is None or (row.created_by != actor.user_id and "admin.users" not in actor.permissions):
                raise NotFoundError
            token_queries.use_token(session, invitation_id, self._clock())
            self._audit.record(session, actor, "invitation.withdraw", kind="invitation", object_id=invitation_id)

        await self._db.write(end)

    async def look_at(self, token: object) -> Invited | None:
        """What is behind a link, None if it does nothing any more."""

        def look(session: Session) -> Invited | None:
            link = look_at(session, "invite", token, self._clock())
            if link is None or not still_stands(session, link):
                return None
            return Invited(link.email, queries.find_user_by_email(session, link.email) is not None)

        return await self._db.read(look)

    async def accept(self, token: object, name: str, password: str, language: str, agreed: Mapping[str, str] | None = None) -> str:
        """Make the account, or let an existing one join the groups; returns the person's id for a new account, else "".

        `agreed` are versions of texts by purpose; whoever has an account decides about them there.
        Raises `LinkGoneError`; `InvalidInputError`, `ConflictError` for an older text (then the link still works).
        """
        invited = await self.look_at(token)
        if invited is None:
            raise LinkGoneError
        new, texts = NewAccount(invited.email, ""), {}
        if not invited.has_account:
            name, texts = clean_name(name), await self._agreements.check(agreed or {})
            new = NewAccount(invited.email, name, await self._passwords.make(password, name, invited.email), language)
        try:
            return await self._db.write(lambda session: self._take(session, token, new, texts))
        except IntegrityError:
            raise LinkGoneError from None

    async def _check_right(self, actor: Actor, role: Role, group_ids: Sequence[str]) -> None:
        if role != "user":
            require(actor, "admin.users")
            self._require_proof(actor)
        if not await self.may_send(actor):
            raise NotAllowedError("auth.error.registration_closed")
        if not group_ids and "admin.users" not in actor.permissions:
            raise InvalidInputError("auth.error.invite_group")

    def _make(self, session: Session, actor: Actor, address: str, role: Role, group_ids: tuple[str, ...]) -> tuple[str, str]:
        may_all = "admin.users" in actor.permissions
        for group_id in group_ids:
            if not access_queries.may_add_to_group(session, group_id, "" if may_all else actor.user_id):
                raise NotFoundError
        details = {"role": role, "group_ids": group_ids}
        row_id, token = make_link(session, "invite", self._clock(), email=address, created_by=actor.user_id, details=details)
        self._audit.record(session, actor, "invitation.make", kind="invitation", object_id=row_id, role=role, groups=list(group_ids))
        return row_id, token

    def _take(self, session: Session, token: object, new: NewAccount, texts: Mapping[Any, str]) -> str:
        now = self._clock()
        link = use_up(session, "invite", token, now)
        if not still_stands(session, link):
            raise LinkGoneError
        known = queries.find_user_by_email(session, link.email)
        if known is None and not new.password_hash:
            raise ConflictError
        user = known or add_account(session, new, role_of(link), now)
        for group_id in groups_of(session, link):
            access_queries.add_to_group(session, group_id, user.id, now)
        action = "invitation.join" if known else "account.create"
        self._audit.record(session, Actor(user.id), action, kind="user", object_id=user.id, invitation=link.id)
        if known:
            return ""
        self._agreements.record_all(session, user.id, texts)
        return user.id


def _view(row: models.OneTimeToken) -> InvitationView:
    details = json.loads(row.details)
    return InvitationView(
        row.id, row.email, details["role"], tuple(details["group_ids"]), row.created_by or "", row.created_at, row.expires_at
    )
