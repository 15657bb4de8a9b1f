"""What of the database goes into an export of own data, and what does not and why."""

from __future__ import annotations

from sqlmodel import SQLModel

from chat_app.services.privacy.kept_queries import kept_tables
from chat_app.services.privacy.ownership_queries import USERS, owned_tables

EXCLUDED = {
    "search_entries": "word stems of the texts that are in the export; made of them again at any time",
    "data_exports": "the export itself",
    "one_time_tokens": "links that were mailed, kept as hashes, gone after days",
}
"""Tables with rows of a person that are left out, with the reason."""

WITHHELD = {
    "users": {"password_hash"},
    "login_sessions": {"token_hash"},
    "share_links": {"token_hash"},
    "api_keys": {"secret_hash"},
    "recovery_codes": {"code_hash"},
    "totp_factors": {"secret_id", "last_step"},
    "passkeys": {"credential_id", "public_key"},
    "providers": {"secret_id"},
    "content_accesses": {"admin_id"},
    "turns": {"request_hash", "terms"},
    "usage_calls": {"lines", "cost_nano", "payer_id"},
    "budgets": {"owner_id"},
    "vouchers": {"code_hash", "created_by", "batch"},
    "disputes": {"lost_nano"},
    "chunks": {"text_hash"},
    "folder_members": {"invited_by"},
    "watched_folders": {"path"},
}
"""Columns that are left out: what opens doors, who else is here or administers, how the server is built, and what the platform itself pays."""


def exported_tables() -> list[str]:
    """The tables that are written, without the person's own row, which has a file of its own."""
    return [name for name in (*owned_tables(), *kept_tables()) if name not in EXCLUDED and name != USERS]


def exported_columns(name: str) -> list[str]:
    """The columns of a table that are written."""
    withheld = WITHHELD.get(name, set())
    return [column.name for column in SQLModel.metadata.tables[name].columns if column.name not in withheld]
