"""New beginnings of numbers after a restore: numbers that the backup does not know were given to customers, and none may be given twice.

§ 14 Abs. 4 Nr. 4 UStG asks for numbers that are given once, and allows as many series as one likes. So the series go on under
other names instead of from a place that somebody would have to know.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from chat_app.errors import ConflictError
from chat_app.services.audit.log import NOBODY, AuditLog
from chat_app.services.invoices import queries
from chat_app.services.invoices.seller import seller_in
from chat_app.services.site.billing_sections import Seller
from chat_app.services.site.queries import write_setting

LONGEST = 12
_ADDED = re.compile(r"\d{10}$")


class SeriesUsedError(ConflictError):
    """Invoices were numbered like that before."""

    default_key = "error.series_used"


def begin_anew(session: Session, audit: AuditLog, now: datetime, series: str = "", corrections: str = "") -> Seller:
    """Let invoices and corrections begin with other words from now on, and record it; the seller as it is now.

    Without words of one's own they are the ones before with the minute. Raises `SeriesUsedError`.
    """
    before = seller_in(session)
    wanted = series or named_after(before.series, now), corrections or named_after(before.correction_series, now)
    after = Seller.model_validate(before.model_dump() | {"series": wanted[0], "correction_series": wanted[1]})
    used = {before.series, before.correction_series, *(name.rpartition("-")[0] for name in queries.list_series(session))}
    if wanted[0] == wanted[1] or used & set(wanted):
        raise SeriesUsedError
    write_setting(session, Seller.name, after.model_dump_json(), now)
    audit.record(session, NOBODY, "invoice.begin_anew", kind="site", object_id=Seller.name, series=wanted[0], corrections=wanted[1])
    return after


def named_after(prefix: str, now: datetime) -> str:
    """Such as "R2611220941" of "R": also after a second restore of the same backup another one."""
    minute = f"{now:%y%m%d%H%M}"
    return _ADDED.sub("", prefix)[: LONGEST - len(minute)] + minute
