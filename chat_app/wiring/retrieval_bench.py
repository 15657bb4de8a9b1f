"""How well documents are found, and how much room they take."""

from __future__ import annotations

from typing import Any

from chat_app.services.files.service import FileService
from chat_app.services.knowledge.room import RoomService
from chat_app.services.retrieval.service import RetrievalService
from chat_app.services.retrieval_bench.questions import BenchQuestions
from chat_app.services.retrieval_bench.runs import BenchRuns
from chat_app.wiring.ground import Ground


def build_bench(ground: Ground, retrieval: RetrievalService, files: FileService) -> dict[str, Any]:
    """By their names in `Services`."""
    return {
        "bench_questions": BenchQuestions(ground.db),
        "bench_runs": BenchRuns(ground.db, retrieval),
        "document_room": RoomService(ground.db, files, ground.site),
    }
