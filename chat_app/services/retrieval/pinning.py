"""Documents that go along with each question in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval import passage_queries
from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.dto import Source
from chat_app.services.retrieval.expanding import joined
from chat_app.services.retrieval.place_queries import readable_ids


@dataclass(frozen=True, slots=True)
class Pinned:
    """Whole documents, in the order that their person gave them."""

    sources: tuple[Source, ...] = ()
    document_ids: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """What found no room: a document goes along whole or not at all."""
    tokens: int = 0


def whole_documents(session: Session, actor: Actor, document_ids: Sequence[str], room: int | None) -> Pinned:
    """Those of the documents that the actor may read and that fit; what may not be read is as if it was not there."""
    passages, taken, left_out, tokens = list[Candidate](), list[str](), list[str](), 0
    for document_id in readable_ids(session, actor, document_ids):
        whole = passage_queries.list_whole(session, actor, document_id)
        cost = sum(one.weighed().tokens for one in whole)
        if room is not None and tokens + cost > room:
            left_out.append(document_id)
        elif whole:
            passages += whole
            taken.append(document_id)
            tokens += cost
    return Pinned(tuple(joined(passages, (), 1, pinned=True)), tuple(taken), tuple(left_out), tokens)
