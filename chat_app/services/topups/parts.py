"""What the services of buying credit share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.integrations.payments.port import PaymentError, PaymentProvider
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox
from chat_app.services.site import SiteService
from chat_app.services.topups.errors import PaymentsFailedError, PaymentsUnavailableError, PeopleOnlyError, TopUpsClosedError

logger = logging.getLogger(__name__)

PERMISSION = "billing"


@dataclass(frozen=True, slots=True)
class TopUpParts:
    """Doors to the rest of the house."""

    db: Database
    payments: PaymentProvider | None
    """None without a provider: then credit is not sold."""
    site: SiteService
    audit: AuditLog
    outbox: Outbox
    clock: Clock
    origin: str
    """Where people come back to; never what a request says."""
    told: list[Callable[[str], None]] = field(default_factory=list)
    """Called with a person's id when they got the credit of an order: pages are told, documents are made."""

    def provider(self) -> PaymentProvider:
        """The provider; raises `TopUpsClosedError` where credit is not sold."""
        if self.payments is None:
            raise TopUpsClosedError
        return self.payments


def require_person(actor: Actor) -> None:
    """Raise `NotAllowedError` unless a person acts who may buy: a program's key never moves money."""
    require(actor, PERMISSION)
    if actor.api_key_id:
        raise PeopleOnlyError


@contextmanager
def asking_provider(missing: type[AppError] = PaymentsFailedError) -> Iterator[None]:
    """Raise what a person can read for what the provider says; `missing` for something that is not there."""
    try:
        yield
    except PaymentError as error:
        logger.warning("The payment provider refused: %s", error.code)
        if error.may_succeed_later:
            raise PaymentsUnavailableError from None
        raise (missing if error.code == "resource_missing" else PaymentsFailedError) from None
