"""The house at a glance: figures, and what wants to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat_app.i18n import translate
from chat_app.services.operations.dto import Check, Overview
from chat_app.state.admin.people_words import size
from chat_app.state.admin.person_views import FactView
from chat_app.state.shared.formats import money, number

VERIFY_EVERY = timedelta(days=7)

TONES = {"warning": "warning", "failed": "danger"}
MODES = {"single": "admin_overview.mode_single", "multi": "admin_overview.mode_multi"}


@dataclass(frozen=True)
class Figure:
    """A figure with a line that says more, and where it leads."""

    label: str
    value: str
    note: str
    href: str


@dataclass(frozen=True)
class Notice:
    """Something to look at: `tone` is "warning" or "danger"."""

    key: str
    tone: str
    text: str
    action: str
    href: str


def figures(overview: Overview, language: str) -> list[Figure]:
    """The cards on top."""
    counted, stored = overview.figures, overview.storage
    people = translate(
        "admin_overview.people_note", language, active=number(counted.active_today, language), groups=number(counted.groups, language)
    )
    chats = translate("admin_overview.chats_note", language, messages=number(counted.messages_today, language))
    turns = translate("admin_overview.turns_note", language, waiting=number(counted.turns_waiting, language))
    cost = translate("admin_overview.cost_note", language, tokens=number(counted.tokens_today, language))
    room = translate("admin_overview.storage_note", language, free=size(stored.disk_free_bytes, language))
    return [
        Figure(translate("admin_overview.people", language), number(counted.people, language), people, "/admin/users"),
        Figure(
            translate("admin_overview.chats_today", language), number(counted.chats_today, language), chats, "/admin/users?state=active"
        ),
        Figure(translate("admin_overview.turns", language), number(counted.turns_running, language), turns, "/admin/jobs"),
        Figure(translate("admin_overview.cost", language), money(counted.cost_nano_this_month, language), cost, "/admin/limits"),
        Figure(
            translate("admin_overview.storage", language), size(stored.database_bytes + stored.blobs_bytes, language), room, "/admin/health"
        ),
    ]


def check_warnings(checks: Sequence[Check], mode: str, language: str) -> list[Notice]:
    """What the checks of health found; where many people are, mail belongs to it."""
    missing = {"mail"} if mode == "multi" else set()
    wanted = [check for check in checks if check.state in TONES or (check.state == "unused" and check.name in missing)]
    action = translate("admin_overview.to_health", language)
    return [Notice(check.name, TONES.get(check.state, "warning"), _sentence(check, language), action, "/admin/health") for check in wanted]


def _sentence(check: Check, language: str) -> str:
    return translate("admin_overview.no_mail", language) if check.state == "unused" else translate(check.key, language, **check.params)


def admin_warning(count: int, language: str) -> list[Notice]:
    """Administrators whom only a password protects."""
    if not count:
        return []
    text = translate("admin_overview.admins_unprotected", language, count=number(count, language))
    return [Notice("admins", "warning", text, translate("admin_overview.to_admins", language), "/admin/users?role=admin")]


def chain_warning(verified: datetime | None, now: datetime, language: str) -> list[Notice]:
    """The audit log was not checked for long, or never."""
    if verified and now - verified <= VERIFY_EVERY:
        return []
    text = translate("admin_overview.chain_due" if verified else "admin_overview.chain_never", language)
    return [Notice("chain", "warning", text, translate("admin_overview.to_audit", language), "/admin/audit")]


def facts(overview: Overview, verified_at: str, language: str) -> list[FactView]:
    """What is installed."""
    stored = overview.storage
    never = translate("admin_overview.never", language)
    return [
        FactView(translate("admin_overview.version", language), overview.version),
        FactView(translate("admin_overview.mode", language), translate(MODES[overview.mode], language)),
        FactView(translate("admin_overview.started", language), overview.started_at.isoformat(), "time"),
        FactView(translate("admin_overview.database", language), f"{stored.database} · {size(stored.database_bytes, language)}"),
        FactView(
            translate("admin_overview.blobs", language),
            f"{'S3' if stored.blobs == 's3' else translate('admin_overview.on_disk', language)} · {size(stored.blobs_bytes, language)}",
        ),
        FactView(translate("admin_overview.verified", language), verified_at or never, "time" if verified_at else "text"),
    ]
