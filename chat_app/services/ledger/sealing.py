"""The chain over all journals (I10). A job seals what is new, beside the writers, so that no debit waits for another wallet's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from sqlmodel import Session

from chat_app import models
from chat_app.services.ledger import sealing_queries as queries
from chat_app.services.ledger.dto import Violation

AT_ONCE = 500


def seal(session: Session, limit: int = AT_ONCE) -> int:
    """Seal up to `limit` journals that are not sealed yet; returns how many. Of two at a time, the second fails and changes nothing."""
    seq, before = queries.find_last(session)
    new = queries.list_unsealed(session, limit)
    for journal, postings in new:
        seq, before = seq + 1, _hash(before, journal, postings)
        session.add(models.LedgerSeal(seq=seq, journal_id=journal.id, hash=before))
    session.flush()
    return len(new)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the chain that was found whole."""

    seq: int = 0
    hash: str = ""


def broken(session: Session) -> Violation | None:
    """The first link that does not fit what is written down now; None when the chain is whole."""
    return follow(session, Link())[0]


def follow(session: Session, known: Link) -> tuple[Violation | None, Link]:
    """Check what comes after a link that is known; the first break, and the last link before it."""
    violation = check_anchors(session, {known.seq: known.hash}) if known.seq else None
    while violation is None and (rows := queries.list_after(session, known.seq, AT_ONCE)):
        for link, journal, postings in rows:
            seq, digest = known.seq + 1, _hash(known.hash, journal, postings)
            if (link.seq, link.hash) != (seq, digest):
                return Violation("I10", link.journal_id, seq, link.seq), known
            known = Link(seq, digest)
    return violation or _cut(session, known), known


def check_anchors(session: Session, anchors: Mapping[int, str]) -> Violation | None:
    """Compare links with what was written down of them elsewhere: a chain that was made anew is whole, and another one."""
    found = queries.find_hashes(session, anchors)
    wrong = next((seq for seq, digest in sorted(anchors.items()) if found.get(seq) != digest), None)
    return None if wrong is None else Violation("I10", "anchor", wrong, 0)


def _cut(session: Session, last: Link) -> Violation | None:
    """Journals that are fewer than their seals: rows went although nothing may be deleted."""
    journals = queries.count_journals(session)
    return None if journals >= last.seq else Violation("I10", "journals", last.seq, journals)


def _hash(before: str, journal: models.Journal, postings: list[tuple[str, int]]) -> str:
    at = journal.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    row = [journal.id, journal.kind, journal.key, journal.ref, at, sorted(postings)]
    return hashlib.sha256((before + json.dumps(row, ensure_ascii=False, separators=(",", ":"))).encode()).hexdigest()
