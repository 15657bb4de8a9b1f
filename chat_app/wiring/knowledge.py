"""Documents that questions are answered from."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.embeddings.configured import configured_embeddings
from chat_app.integrations.reading.page_renderer import PageRenderer
from chat_app.integrations.reading.process_reader import ProcessDocumentReader
from chat_app.integrations.vectors.configured import configured_indexes
from chat_app.services.kernel.clock import utc_now
from chat_app.services.knowledge.building import KnowledgeDoors, build_knowledge
from chat_app.services.lexical.encoding import sparse
from chat_app.services.lexical.languages import language_of
from chat_app.services.watching.looking import WatchDoors
from chat_app.services.watching.places import Places
from chat_app.services.watching.service import WatchService
from chat_app.wiring.chats import Answering
from chat_app.wiring.ground import Ground


def build_documents(ground: Ground, chats: Answering) -> dict[str, Any]:
    """By their names in `Services`. Opens nothing."""
    settings = ground.settings
    folder, key = settings.data_dir.resolve(), settings.qdrant_api_key
    doors = KnowledgeDoors(
        db=ground.db,
        site=ground.site,
        blobs=ground.blobs,
        files=chats.files,
        sweeper=chats.services["file_sweeper"],
        changes=ground.changes,
        outbound=ground.outbound,
        chats=chats.exports,
        models=chats.services["embedding"],
        reader=ProcessDocumentReader(),
        indexes=configured_indexes(folder, settings.qdrant_url, key.get_secret_value() if key else "", settings.qdrant_prefix),
        local=configured_embeddings(folder, settings.embedding_model, settings.embedding_model_path, settings.rerank_model_path),
        encode=sparse,
        language_of=language_of,
        clock=utc_now,
        drawer=PageRenderer(),
    )
    parts = build_knowledge(doors)
    watching = WatchService(
        ground.db,
        ground.audit,
        Places(settings.watch_places, folder),
        WatchDoors(chats.files, parts.keeper, parts.documents, parts.trash),
        utc_now,
    )
    return {
        "knowledge": parts,
        "documents": parts.documents,
        "document_trash": parts.trash,
        "document_reading": parts.reading,
        "passages": parts.passages,
        "new_documents": parts.adding,
        "new_texts": parts.texts,
        "viewing": parts.viewing,
        "watching": watching,
    }
