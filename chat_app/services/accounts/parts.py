"""What several use cases of accounts work with."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.db import Database
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.service import AccountService
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox


@dataclass(frozen=True, slots=True)
class AccountParts:
    """For changing who somebody is and telling them by mail."""

    db: Database
    accounts: AccountService
    outbox: Outbox
    passwords: PasswordMaker
    audit: AuditLog
    clock: Clock
    asking: AskingThrottle
