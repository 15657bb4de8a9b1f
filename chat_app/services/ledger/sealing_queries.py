"""SQL of the chain over all journals. The postings of a journal are pairs of account and amount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from chat_app import models

Journal, Posting, Seal = models.Journal, models.Posting, models.LedgerSeal
Postings = list[tuple[str, int]]


def find_last(session: Session) -> tuple[int, str]:
    """Number and hash of the last seal; 0 and "" before the first."""
    last = session.exec(select(Seal).order_by(col(Seal.seq).desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, "")


def list_unsealed(session: Session, limit: int) -> list[tuple[models.Journal, Postings]]:
    """Journals without a seal, the oldest first."""
    statement = select(Journal).join(Seal, col(Seal.journal_id) == Journal.id, isouter=True).where(col(Seal.seq).is_(None))
    journals = session.exec(statement.order_by(col(Journal.id)).limit(limit)).all()
    postings = _postings(session, (journal.id for journal in journals))
    return [(journal, postings[journal.id]) for journal in journals]


def list_after(session: Session, seq: int, limit: int) -> list[tuple[models.LedgerSeal, models.Journal, Postings]]:
    """The seals after `seq` in turn, with what they seal."""
    statement = select(Seal, Journal).join(Journal, col(Journal.id) == Seal.journal_id).where(Seal.seq > seq)
    rows = session.exec(statement.order_by(col(Seal.seq)).limit(limit)).all()
    postings = _postings(session, (journal.id for _, journal in rows))
    return [(seal, journal, postings[journal.id]) for seal, journal in rows]


def find_hashes(session: Session, seqs: Iterable[int]) -> dict[int, str]:
    """The hashes of these links; without those that are not there."""
    rows = session.exec(select(Seal.seq, Seal.hash).where(col(Seal.seq).in_(list(seqs))))
    return dict(rows.all())


def count_journals(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Journal)).one()


def _postings(session: Session, journal_ids: Iterable[str]) -> defaultdict[str, Postings]:
    found: defaultdict[str, Postings] = defaultdict(list)
    statement = select(Posting).where(col(Posting.journal_id).in_(list(journal_ids)))
    for posting in session.exec(statement):
        found[posting.journal_id].append((posting.account_id, posting.amount))
    return found
