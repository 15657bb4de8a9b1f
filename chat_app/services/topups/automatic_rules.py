"""How a person lets credit be bought by itself: what they set, and how it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.services.access.matrix import require
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import month_begin
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.tax.profiles import load as load_profile
from chat_app.services.tax.profiles import missing
from chat_app.services.topups import problems, queries, rules
from chat_app.services.topups.dto import Automatic, AutomaticWish, PaymentMethod
from chat_app.services.topups.errors import BeginNotAgreedError, MethodNotFoundError, ProfileIncompleteError
from chat_app.services.topups.methods import MethodService
from chat_app.services.topups.parts import PERMISSION, TopUpParts, require_person


def _nothing(_owner_id: str) -> None:
    """Nobody wants to know."""


class AutomaticRules:
    """Reads and sets them."""

    def __init__(self, parts: TopUpParts, methods: MethodService, after_change: Callable[[str], None] = _nothing) -> None:
        """`after_change` is called with a person's id when they changed something."""
        self._parts = parts
        self._methods = methods
        self._after_change = after_change

    async def load(self, actor: Actor) -> Automatic:
        """What is set."""
        require(actor, PERMISSION)
        offered = await self._parts.site.load(TopUps)
        possible = offered.automatic and self._parts.payments is not None

        def read(session: Session) -> Automatic:
            since = month_begin(self._parts.clock())
            bought = queries.automatic_cents(session, actor.user_id, since)
            return _view(queries.find_account(session, actor.user_id), offered, bought, possible=possible)

        return await self._parts.db.read(read)

    async def save(self, actor: Actor, wish: AutomaticWish) -> None:
        """Set it; this also says that what stood in the way was seen to.

        Raises `TopUpsClosedError`, `AmountNotAllowedError`, `AutomaticRefusedError`, `MethodNotFoundError`,
        `ProfileIncompleteError`, `BeginNotAgreedError`, `PaymentsUnavailableError`.
        """
        require_person(actor)
        if wish.enabled:
            rules.check_automatic(wish, await self._parts.site.load(TopUps))
            _check_method(wish.method_id, await self._methods.list(actor))
        await self._parts.db.write(lambda session: self._write(session, actor, wish))
        self._after_change(actor.user_id)

    def _write(self, session: Session, actor: Actor, wish: AutomaticWish) -> None:
        account = queries.lock_account(session, actor.user_id)
        if account is None:
            return
        if wish.enabled:
            _check_buyer(session, actor.user_id, agreed=wish.begin_at_once)
            account.method_id, account.threshold_cents = wish.method_id, wish.threshold_cents
            account.amount_cents, account.monthly_cap_cents = wish.amount_cents, wish.monthly_cap_cents
        now = self._parts.clock()
        account.automatic, account.problem_key, account.updated_at = wish.enabled, "", now
        account.agreed_at = now if wish.enabled and wish.begin_at_once else None
        self._parts.audit.record(
            session, actor, "top_up.automatic", kind="payment_account", enabled=wish.enabled, amount_cents=wish.amount_cents
        )


def _check_buyer(session: Session, owner_id: str, *, agreed: bool) -> None:
    profile = load_profile(session, owner_id)
    if lacking := missing(profile):
        raise ProfileIncompleteError(lacking)
    if not profile.business and not agreed:
        raise BeginNotAgreedError


def _check_method(method_id: str, methods: Sequence[PaymentMethod]) -> None:
    if method_id not in {method.id for method in methods}:
        raise MethodNotFoundError


def _view(account: models.PaymentAccount | None, offered: TopUps, bought: int, *, possible: bool) -> Automatic:
    if account is None:
        return Automatic(False, possible, 0, 0, 0, "", False, bought, offered.most_per_month_cents, "")
    is_full = account.automatic and bought + account.amount_cents > min(account.monthly_cap_cents, offered.most_per_month_cents)
    return Automatic(
        enabled=account.automatic,
        possible=possible,
        threshold_cents=account.threshold_cents,
        amount_cents=account.amount_cents,
        monthly_cap_cents=account.monthly_cap_cents,
        method_id=account.method_id,
        agreed=account.agreed_at is not None,
        bought_cents=bought,
        most_per_month_cents=offered.most_per_month_cents,
        problem=account.problem_key or (problems.CAP if is_full else ""),
    )
