"""Finding the passages that questions are answered from."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.reranking.local import configured_reranker
from chat_app.services.knowledge.building import KnowledgeParts
from chat_app.services.lexical.encoding import sparse_query
from chat_app.services.lexical.languages import language_of
from chat_app.services.retrieval.rewriting import ModelRewriter
from chat_app.services.retrieval.searching import Searcher
from chat_app.services.retrieval.service import RetrievalService
from chat_app.services.routing.service import RoutingService
from chat_app.wiring.ground import Ground


def build_retrieval(ground: Ground, routing: RoutingService, knowledge: KnowledgeParts) -> dict[str, Any]:
    """By its name in `Services`. Opens nothing."""
    return {
        "retrieval": RetrievalService(
            ground.db,
            Searcher(knowledge.generations, sparse_query, language_of),
            ModelRewriter(ground.db, routing),
            configured_reranker(ground.settings.rerank_model_path, knowledge.doors.local),
        )
    }
