"""Registering: an address first, then through a link that only its owner gets, name and password.

Nothing is kept of a password before the address is confirmed, so nobody can prepare an account for somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotAllowedError
from chat_app.services.accounts import queries
from chat_app.services.accounts.agreements import Agreements
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.emails import domain_of, normal_email
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.new_accounts import NewAccount, add_account
from chat_app.services.accounts.one_time_links import VALID_FOR, LinkGoneError, look_at, make_link, use_up
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.throttle import network_of
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox
from chat_app.services.site.sections import SignIn
from chat_app.services.site.service import SiteService

Way = Literal["open", "domain", "invitation", "closed", "no_mail"]


class Registration:
    """Lets people in who nobody has to know."""

    def __init__(
        self,
        db: Database,
        site: SiteService,
        outbox: Outbox,
        passwords: PasswordMaker,
        audit: AuditLog,
        clock: Clock,
        asking: AskingThrottle,
        agreements: Agreements,
        *,
        one_person: bool,
    ) -> None:
        self._db = db
        self._site = site
        self._outbox = outbox
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._one_person = one_person
        self._asking = asking
        self._agreements = agreements

    async def way(self) -> Way:
        """How people come to an account here; `no_mail` where they might register if there were a mail server."""
        section = await self._site.load(SignIn)
        if self._one_person or not section.passwords:
            return "closed"
        if section.registration in {"open", "domain"} and not self._outbox.is_open:
            return "no_mail"
        return section.registration

    async def ask(self, email: str, language: str, knock: Knock) -> None:
        """Send a link to an address; to one that has an account, a letter that says so. The caller cannot tell which.

        Raises `NotAllowedError` where nobody registers, `InvalidInputError`, `LimitReachedError`.
        """
        await self._check_way()
        address = normal_email(email)
        await self._check_domain(address)
        await self._asking.count(knock.peer, address)
        self._outbox.soon(self._answer(address, language, network_of(knock.peer)))

    async def _answer(self, address: str, language: str, network: str) -> None:
        token = await self._db.write(lambda session: self._begin(session, address, network))
        if token:
            hours = VALID_FOR["confirm"].days * 24
            self._outbox.post(address, language, "confirm", f"/auth/confirm?token={token}", hours=hours)
        else:
            self._outbox.post(address, language, "exists", "/auth/login")

    async def address_of(self, token: object) -> str:
        """The address that a link confirms, "" if it does nothing any more."""
        link = await self._db.read(lambda session: look_at(session, "confirm", token, self._clock()))
        return link.email if link else ""

    async def complete(self, token: object, name: str, password: str, language: str, agreed: Mapping[str, str] | None = None) -> str:
        """Make the account and return its id; `agreed` are versions of texts by purpose.

        Raises `LinkGoneError`; `InvalidInputError`, `ConflictError` for an older text (then the link still works).
        """
        await self._check_way()
        address = await self.address_of(token)
        if not address:
            raise LinkGoneError
        name, texts = clean_name(name), await self._agreements.check(agreed or {})
        new = NewAccount(address, name, await self._passwords.make(password, name, address), language)
        try:
            return await self._db.write(lambda session: self._add(session, token, new, texts))
        except IntegrityError:
            raise LinkGoneError from None

    async def _check_way(self) -> None:
        way = await self.way()
        if way == "no_mail":
            raise NotAllowedError("auth.error.no_mail")
        if way not in {"open", "domain"}:
            raise NotAllowedError("auth.error.registration_closed")

    async def _check_domain(self, address: str) -> None:
        section = await self._site.load(SignIn)
        if section.registration == "domain" and domain_of(address) not in section.domains:
            raise NotAllowedError("auth.error.domain")

    def _begin(self, session: Session, address: str, network: str) -> str:
        """The link's secret, or "" for an address that has an account. Both leave one entry in the log."""
        known = queries.find_user_by_email(session, address)
        nobody = Actor("", network=network)
        self._audit.record(session, nobody, "account.ask", subject_id=known.id if known else "")
        return "" if known else make_link(session, "confirm", self._clock(), email=address)[1]

    def _add(self, session: Session, token: object, new: NewAccount, texts: Mapping[Any, str]) -> str:
        now = self._clock()
        use_up(session, "confirm", token, now)
        if queries.find_user_by_email(session, new.email):
            raise LinkGoneError
        row = add_account(session, new, "user", now)
        self._audit.record(session, Actor(row.id), "account.create", kind="user", object_id=row.id, way="registration")
        self._agreements.record_all(session, row.id, texts)
        return row.id
