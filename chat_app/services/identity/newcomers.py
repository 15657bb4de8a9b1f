"""Whom an identity at a provider opens an account for. The pair of issuer and subject decides, an address never does."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.errors import ConflictError, NotAllowedError
from chat_app.integrations.oidc.port import RemoteIdentity
from chat_app.services.accounts.emails import InvalidEmailError, domain_of, normal_email
from chat_app.services.audit import AuditLog
from chat_app.services.identity import queries
from chat_app.services.identity.providers import KnownProvider
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.sections import SignIn


def address_of(remote: RemoteIdentity) -> str:
    """The verified address in the spelling that counts, or ""."""
    try:
        return normal_email(remote.email) if remote.email else ""
    except InvalidEmailError:
        return ""


def require_registration(provider: KnownProvider, rules: SignIn, email: str, *, one_person: bool) -> None:
    """Raise `NotAllowedError` unless an unknown identity may have an account here."""
    if provider.domains and domain_of(email) not in provider.domains:
        raise NotAllowedError("identity.error.provider_domain")
    is_open = rules.registration == "open" or (rules.registration == "domain" and domain_of(email) in rules.domains)
    if one_person or not (provider.allow_registration or is_open):
        raise NotAllowedError("identity.error.provider_closed")


def create_account(session: Session, audit: AuditLog, remote: RemoteIdentity, email: str, network: str, now: datetime) -> models.User:
    """Make an account for an identity that nobody has.

    Raises `ConflictError` when the address belongs to an account: only who can open that one may link the identity to it.
    """
    if email and queries.email_is_taken(session, email):
        raise ConflictError("identity.error.email_taken")
    user = models.User(
        id=new_id(), name=remote.name[:100], email=email or None, email_confirmed_at=now if email else None, role="user", created_at=now
    )
    session.add(user)
    session.flush()
    add_identity(session, user.id, remote, now)
    audit.record(session, Actor(user.id, network=network), "account.create", kind="user", object_id=user.id, way="oidc")
    return user


def add_identity(session: Session, user_id: str, remote: RemoteIdentity, now: datetime) -> models.ExternalIdentity:
    """Let the identity open the account."""
    row = models.ExternalIdentity(
        id=new_id(),
        user_id=user_id,
        issuer=remote.issuer,
        subject=remote.subject,
        email=address_of(remote),
        created_at=now,
        last_used_at=now,
    )
    session.add(row)
    session.flush()
    return row
