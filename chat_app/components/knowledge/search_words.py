"""The words of the search of documents and of the test bench, for every page that shows either."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words

WORDS = (
    "title", "field", "go", "hint", "mode", "mode_hybrid", "mode_words", "mode_meaning", "mode_hybrid_help", "mode_words_help",
    "mode_meaning_help", "place", "everywhere", "kind", "all_kinds", "kind_pdf", "kind_office", "kind_book", "kind_web",
    "kind_mail", "kind_image", "kind_text", "kind_table", "kind_code", "kind_data", "stage_words", "stage_meaning", "stage_fused",
    "stage_reranked", "going", "ms", "nothing", "doubt", "doubt_text", "count", "page", "open", "why", "no_scores", "score_cosine",
    "score_cosine_text", "score_coverage", "score_coverage_text", "score_rerank", "score_rerank_text", "choose", "failed", "retry",
    "close", "cancel", "save", "bench_title", "bench_text", "bench_project", "no_projects", "no_questions",
    "no_questions_read_only", "add_question", "edit_question", "delete_question", "delete_title", "delete_text", "question",
    "find", "find_help", "chosen", "run", "running", "expected", "instead", "place_gone", "not_asked", "not_found", "rank",
    "hit_rate", "run_of", "as_table", "run_when", "run_mode", "run_found", "mean_rank",
)  # fmt: skip


def knowledge_search_words() -> rx.Var[dict[str, str]]:
    """`labels` of `Search` (search.jsx) and `Bench` (bench.jsx)."""
    return words("knowledge_search", WORDS)
