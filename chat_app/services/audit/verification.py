"""Reads the whole chain and says where it is not what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from chat_app import models
from chat_app.services.audit import queries
from chat_app.services.audit.chain import hash_of
from chat_app.services.audit.details import read_details
from chat_app.services.audit.dto import Kind, Verdict

PAGE = 2_000
PRUNE = "audit.prune"


def verify(session: Session, anchors: Mapping[int, str]) -> Verdict:
    """Read every entry once, with the memory of one page.

    `anchors` are hashes kept outside the database by their entry's number: they tell when the end of the chain was
    cut off, or all of it written anew.
    """
    if session.get_bind().dialect.name == "postgresql":
        # One view of the log from the first page to the last, as SQLite gives it anyway.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return check(session, anchors)


def check(session: Session, anchors: Mapping[int, str]) -> Verdict:
    """`verify` in the transaction that is under way."""
    walk = _Walk(queries.read_head(session), anchors)
    for row in _rows(session, walk.head.pruned_seq):
        if problem := walk.step(row):
            return walk.verdict(problem, row.seq if problem != "missing" else walk.seq + 1)
    return walk.end()


class _Walk:
    """How far the chain has been found whole."""

    def __init__(self, head: models.AuditHead, anchors: Mapping[int, str]) -> None:
        self.head = head
        self.seq = head.pruned_seq
        self._hash = head.pruned_hash
        self._anchors = anchors
        self._pruned = 0

    def step(self, row: Any) -> Kind | None:
        """Check the next entry; says what is wrong with it."""
        if row.seq != self.seq + 1:
            return "missing"
        if isinstance(row, _Unreadable):
            return "unreadable"
        if hash_of(self._hash, row) != row.hash:
            return "changed"
        if self._anchors.get(row.seq, row.hash) != row.hash:
            return "rewritten"
        if row.action == PRUNE:
            self._pruned = int(read_details(row.details).get("through", 0))
        self.seq, self._hash = row.seq, row.hash
        return None

    def end(self) -> Verdict:
        """The verdict after the last entry: nothing is missing behind it, and retention accounts for what is missing before the first."""
        if (self.seq, self._hash) != (self.head.seq, self.head.hash):
            return self.verdict("end", min(self.seq, self.head.seq) + 1)
        if max(self._anchors, default=0) > self.seq:
            return self.verdict("end", self.seq + 1)
        if self.head.pruned_seq != self._pruned:
            return self.verdict("pruned", self.head.pruned_seq)
        return self.verdict("", 0)

    def verdict(self, problem: Any, seq: int) -> Verdict:
        return Verdict(self.seq - self.head.pruned_seq, self.head.seq, problem, seq)


class _Unreadable:
    """An entry in which something stands that is no value of its column."""

    def __init__(self, seq: int) -> None:
        self.seq = seq


def _rows(session: Session, after: int) -> Iterator[Any]:
    while page := _page(session, after):
        yield from page
        after = page[-1].seq


def _page(session: Session, after: int) -> list[Any]:
    try:
        return list(queries.read_after(session, after, PAGE))
    except (ValueError, TypeError, SQLAlchemyError):
        return [_row(session, seq) for seq in queries.list_seqs_after(session, after, PAGE)]


def _row(session: Session, seq: int) -> Any:
    try:
        return queries.read_after(session, seq - 1, 1)[0]
    except (ValueError, TypeError, SQLAlchemyError):
        return _Unreadable(seq)
