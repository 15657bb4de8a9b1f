"""What is said over the page when credit or a budget runs out."""

from __future__ import annotations

from chat_app.i18n import translate
from chat_app.services.budgets.dto import Period, Scope
from chat_app.services.budgets.notices import MoneyNotice
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.money import format_money

_NAMES = {
    Scope.USER: "budgets.of.user",
    Scope.GROUP: "budgets.of.group",
    Scope.MEMBER: "budgets.of.member",
    Scope.FOLDER: "budgets.of.folder",
    Scope.KEY: "budgets.of.key",
}
_PERIODS = {Period.DAY: "budget_list.period_day", Period.MONTH: "budget_list.period_month", Period.TOTAL: "budget_list.period_total"}


def money_sentence(notice: MoneyNotice, language: str) -> str:
    """One sentence with the figures."""
    nano = format_money(notice.nano, LEDGER_CURRENCY, language)
    if notice.scope is None or notice.period is None:
        return translate("budgets.notice.low", language, left=nano)
    period = translate(_PERIODS[notice.period], language)
    name = translate(_NAMES[notice.scope], language, name=notice.name, period=period)
    key = "budgets.notice.full" if notice.kind == "full" else "budgets.notice.near"
    return translate(key, language, name=name, used=nano, allowed=format_money(notice.allowed_nano, LEDGER_CURRENCY, language))


def money_level(notice: MoneyNotice) -> str:
    """A budget that is used up looks more urgent than one that will be."""
    return "info" if notice.kind == "near" else "warning"
