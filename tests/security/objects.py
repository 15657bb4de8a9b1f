"""One row of every table, made from the tables themselves: what belongs to one person, for another one to try."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table
from sqlmodel import Session, SQLModel

from chat_app import models
from chat_app.integrations.einvoice.content import InvoiceContent, InvoiceLine, Party
from chat_app.services.invoices.contents import freeze
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id

CANARY = "CANARY-of-somebody-else"
CLASSES: dict[str, type[SQLModel]] = {
    kind.__tablename__: kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, SQLModel)
}
TEXTS = frozenset({"title", "text", "name", "label", "description", "instructions", "system_prompt", "content", "quote", "reason"})
OWN_NAMES = {
    "file_id": "attachments",
    "share_id": "share_links",
    "preset_id": "parameter_presets",
    "session_id": "login_sessions",
    "key_id": "api_keys",
    "identity_id": "external_identities",
    "export_id": "data_exports",
    "access_id": "content_accesses",
    "answer_id": "messages",
    "before_id": "folders",
    "parent_id": "folders",
    "invitation_id": "one_time_tokens",
    "order_id": "topup_orders",
    "chunk_id": "chunks",
    "note_id": "project_notes",
    "template_id": "folders",
}
"""Parameters that are not called like their table's class."""


class Belongings:
    """Everything that a person can own, one of each kind, with a canary in each text."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.rows: dict[str, SQLModel] = {}
        self.in_memory: dict[str, str] = {}
        """Parameters that name what is in no table, and its id."""

    def write(self, session: Session) -> None:
        """Insert them, what others refer to first. The person is there already."""
        for table in SQLModel.metadata.sorted_tables:
            if table.name in {"users", "audit_head", "audit_entries"} or table.name not in CLASSES:
                continue
            row = CLASSES[table.name](**self._values(table))
            session.add(row)
            session.flush()
            session.refresh(row)
            session.expunge(row)
            self.rows[table.name] = row

    def id_for(self, parameter: str) -> str | None:
        """What stands in a path for a parameter such as `conversation_id`; None for a parameter that names no object."""
        if parameter in {"user_id", "person_id"}:
            return self.user_id
        if parameter in self.in_memory:
            return self.in_memory[parameter]
        name = OWN_NAMES.get(parameter) or _table_of(parameter)
        return str(getattr(self.rows[name], "id")) if name in self.rows and hasattr(self.rows[name], "id") else None  # noqa: B009

    def _values(self, table: Table) -> dict[str, Any]:
        values = {column.name: self._value(table, column) for column in table.columns if self._is_wanted(table, column)}
        fields = CLASSES[table.name].model_fields
        texts = (name for name in TEXTS & set(fields) if (table.name, name) not in CHOICES)
        return values | {name: CANARY for name in texts if not fields[name].metadata or _room(table, name)}

    def _is_wanted(self, table: Table, column: Column[Any]) -> bool:
        field = CLASSES[table.name].model_fields[column.name]
        return field.is_required() or column.name in {"owner_id", "user_id", "person_id", "created_by", "admin_id"}

    def _value(self, table: Table, column: Column[Any]) -> Any:
        for key in column.foreign_keys:
            target = key.column.table.name
            return self.user_id if target == "users" else getattr(self.rows[target], key.column.name)
        kind = CLASSES[table.name].model_fields[column.name].annotation
        if (table.name, column.name) in CHOICES:
            return CHOICES[table.name, column.name]
        if column.name in JSON_OBJECTS:
            return "{}"
        if kind is str:
            return new_id()[: getattr(column.type, "length", None) or 36]
        simple: dict[Any, Any] = {int: 1, bool: False, datetime: utc_now(), date: utc_now().date(), bytes: new_id().encode()}
        return simple[kind] if kind in simple else next(iter(kind))


_PARTY = Party(CANARY, "", "Musterweg 1", "", "10115", "Berlin", "DE")
INVOICE = InvoiceContent(
    "R-2026-00001", "invoice", "en", date(2026, 11, 1), date(2026, 11, 1), _PARTY, _PARTY, False, "",
    (InvoiceLine("Credit", "", 1, 1_000),), "EUR", 1_000, 190, 1_190, "S", 1_900, "DE", "domestic",
)  # fmt: skip
CHOICES = {
    ("topup_orders", "status"): "paid",
    ("folder_members", "role"): "viewer",
    ("price_runs", "status"): "applied",
    ("price_changes", "state"): "waiting",
    ("invoices", "content"): freeze(INVOICE)[0],
}
JSON_OBJECTS = frozenset({"parameters", "rates", "facts"})


def _room(table: Table, name: str) -> bool:
    return (getattr(table.columns[name].type, "length", None) or len(CANARY)) >= len(CANARY)


def _table_of(parameter: str) -> str:
    wanted = parameter.removesuffix("_id").replace("_", "")
    return next((name for name, kind in CLASSES.items() if kind.__name__.lower() == wanted), "")
