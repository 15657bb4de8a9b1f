"""Makes the vectors that are missing, a few texts at a time; what is made is kept at once, so that nothing is made twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from chat_app.db import Database
from chat_app.integrations.embeddings.packing import packed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.failpoints import reached
from chat_app.services.knowledge.embedders import Maker
from chat_app.services.knowledge.ingestion import vector_queries as queries

TEXTS_AT_ONCE = 32

Told = Callable[[int, int], Awaitable[None]]


async def make_vectors(db: Database, maker: Maker, actor: Actor, texts: Mapping[str, str], told: Told) -> int:
    """See that each text (by its hash) has a vector; how many were made. `told(done, total)` may raise to end it.

    Raises `EmbeddingUnavailableError`; what was made until then stays.
    """
    known = await db.read(lambda session: queries.known_hashes(session, maker.model, texts))
    missing = [text_hash for text_hash in texts if text_hash not in known]
    await told(len(known), len(texts))
    for start in range(0, len(missing), TEXTS_AT_ONCE):
        part = missing[start : start + TEXTS_AT_ONCE]
        vectors = await maker.embed(actor, [texts[text_hash] for text_hash in part])
        made = {text_hash: packed(vector) for text_hash, vector in zip(part, vectors, strict=True)}
        await db.write(lambda session, made=made: queries.keep_vectors(session, maker.model, made))
        reached("ingestion.embedded")
        await told(len(known) + start + len(part), len(texts))
    return len(missing)
