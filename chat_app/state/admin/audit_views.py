"""Entries of the audit log as the page shows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from chat_app.i18n import catalogue, translate
from chat_app.services.audit.dto import AuditFilter, AuditRow, Verdict
from chat_app.state.admin.listing import Row
from chat_app.state.admin.person_views import FactView
from chat_app.state.shared.formats import number

OUTCOMES = {"done": "admin_audit.done", "refused": "admin_audit.refused", "failed": "admin_audit.failed"}
ACTS = {
    "session.fail": "admin_audit.act_session_fail",
    "session.prove": "admin_audit.act_session_prove",
    "session.end_all": "admin_audit.act_session_end_all",
    "content.open": "admin_audit.act_content_open",
    "content.list": "admin_audit.act_content_list",
    "content.read": "admin_audit.act_content_read",
    "content.export": "admin_audit.act_content_export",
    "content.end": "admin_audit.act_content_end",
    "invitation.make": "admin_audit.act_invitation_make",
    "invitation.withdraw": "admin_audit.act_invitation_withdraw",
    "invitation.join": "admin_audit.act_invitation_join",
    "account.create": "admin_audit.act_account_create",
    "group.create": "admin_audit.act_group_create",
    "group.delete": "admin_audit.act_group_delete",
    "password.hand_out": "admin_audit.act_password_hand_out",
    "password.ask": "admin_audit.act_password_ask",
    "audit.verify": "admin_audit.act_audit_verify",
    "audit.prune": "admin_audit.act_audit_prune",
    "user.export": "admin_audit.act_user_export",
    "job.run": "admin_audit.act_job_run",
}
"""What an administrator reads where it differs from what the person reads in the own activity."""
OUTCOME_TONES = {"refused": "warning", "failed": "danger"}


@dataclass(frozen=True)
class EntryFact(FactView):
    """A line of an entry, perhaps with a link."""

    href: str = ""


@dataclass(frozen=True)
class EntryView:
    """An entry in full; an empty `seq` is none."""

    seq: str = ""
    at: str = ""
    title: str = ""
    facts: list[EntryFact] = field(default_factory=list)
    details: str = ""


@dataclass(frozen=True)
class VerdictView:
    """What the verifier said: `state` is empty, "whole" or "broken"."""

    state: str = ""
    text: str = ""
    serial: int = 0


def audit_line(row: AuditRow, names: Mapping[str, str], language: str) -> Row:
    """A line of the table."""
    cells = {
        "what": act_word(row.action, language),
        "at": row.at.isoformat(),
        "actor": _who(row.actor_id, names, language),
        "subject": _who(row.subject_id, names, language) if row.subject_id else "",
        "outcome": _outcome(row.outcome, language),
    }
    tone = OUTCOME_TONES.get(row.outcome)
    return Row(str(row.seq), cells, tones={"outcome": tone} if tone else {})


def act_word(action: str, language: str) -> str:
    """An act in words; its name where there are none."""
    key = ACTS.get(action, f"account_activity.{action.replace('.', '_')}")
    return translate(key, language) if key in catalogue() else action


def entry_view(row: AuditRow, names: Mapping[str, str], language: str) -> EntryView:
    """All that the log has on one act."""
    subject = [("admin_audit.subject", _who(row.subject_id, names, language), _link(row.subject_id, names))] if row.subject_id else []
    lines = [
        ("admin_audit.action", row.action, ""),
        ("admin_audit.number", str(row.seq), ""),
        ("admin_audit.actor", _who(row.actor_id, names, language), _link(row.actor_id, names)),
        *subject,
        ("admin_audit.outcome", _outcome(row.outcome, language), ""),
        ("admin_audit.object", " ".join(part for part in (row.kind, row.object_id) if part), ""),
        ("admin_audit.network", row.network, ""),
    ]
    facts = [EntryFact(translate(key, language), value, href=href) for key, value, href in lines if value]
    details = json.dumps(dict(row.details), indent=2, sort_keys=True, ensure_ascii=False) if row.details else "–"
    return EntryView(str(row.seq), row.at.isoformat(), act_word(row.action, language), facts, details)


def verdict_view(verdict: Verdict, language: str, serial: int) -> VerdictView:
    """The verdict in a sentence."""
    count = number(verdict.checked, language)
    if verdict.is_whole:
        return VerdictView("whole", translate("admin_audit.whole", language, count=count), serial)
    return VerdictView("broken", translate("admin_audit.broken", language, seq=number(verdict.seq, language), count=count), serial)


def export_href(wanted: AuditFilter, form: str) -> str:
    """The address of a file with what was searched for (api/v1/audit.py)."""
    given = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(wanted).items() if value}
    return f"/api/v1/admin/audit/export?{urlencode({'format': form, **given})}"


def _who(person_id: str, names: Mapping[str, str], language: str) -> str:
    if not person_id:
        return translate("admin_audit.nobody", language)
    return names.get(person_id) or translate("admin_audit.gone", language, id=person_id[:8])


def _link(person_id: str, names: Mapping[str, str]) -> str:
    return f"/admin/users/{person_id}" if person_id in names else ""


def _outcome(outcome: str, language: str) -> str:
    return translate(OUTCOMES[outcome], language) if outcome in OUTCOMES else outcome
