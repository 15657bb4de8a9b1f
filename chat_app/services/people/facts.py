"""One person in numbers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app.models import User
from chat_app.services.accounts.sessions import ABSOLUTE, ADMIN_ABSOLUTE, ADMIN_IDLE, IDLE
from chat_app.services.kernel.actor import Actor
from chat_app.services.people import fact_queries, queries
from chat_app.services.people.dto import Factors, PersonFacts
from chat_app.services.people.errors import PersonNotFoundError
from chat_app.services.people.records import person_record


def read_facts(session: Session, actor: Actor, person_id: str, now: datetime) -> PersonFacts:
    """Raises `PersonNotFoundError`."""
    row = queries.get_person(session, person_id)
    if row is None:
        raise PersonNotFoundError
    user, seen = row
    files, size = fact_queries.storage_of(session, user.id)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return PersonFacts(
        person=person_record(user, seen, queries.get_group_names(session, [user.id]).get(user.id, ())),
        email_confirmed=user.email_confirmed_at is not None,
        suspended_at=user.suspended_at,
        deleted_at=user.deleted_at,
        open_sessions=_open_sessions(session, user, now),
        api_keys=fact_queries.count_api_keys(session, user.id),
        chats=fact_queries.count_chats(session, user.id),
        messages=fact_queries.count_messages(session, user.id),
        files=files,
        storage_bytes=size,
        cost_nano_this_month=fact_queries.cost_since(session, user.id, today.replace(day=1)),
        tokens_today=fact_queries.tokens_since(session, user.id, today),
        factors=_factors(session, user),
        is_self=user.id == actor.user_id,
    )


def _open_sessions(session: Session, user: User, now: datetime) -> int:
    idle, absolute = (ADMIN_IDLE, ADMIN_ABSOLUTE) if user.role == "admin" else (IDLE, ABSOLUTE)
    return fact_queries.count_open_sessions(session, user.id, now - idle, now - absolute)


def _factors(session: Session, user: User) -> Factors:
    return Factors(
        password=bool(user.password_hash),
        authenticator=fact_queries.has_authenticator(session, user.id),
        passkeys=fact_queries.count_passkeys(session, user.id),
        recovery_codes=fact_queries.count_recovery_codes(session, user.id),
        identities=fact_queries.list_issuers(session, user.id),
    )
