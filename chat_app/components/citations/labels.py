"""The words of citations, of the way to an answer, and of where answers are found."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words

CITATIONS = (
    "source", "sources", "page", "hidden", "hidden_text", "deleted", "deleted_text", "loading", "failed", "literal", "inexact",
    "outdated", "click", "open", "close", "cites_none", "cites_none_one", "more", "more_one", "show_read", "why", "none_given", "searching", "found",
    "found_in_one", "found_one", "nothing", "no_room", "search_failed",
)  # fmt: skip
SCOPE = (
    "title", "off", "all", "project_name", "chosen", "chosen_one", "in_full", "in_full_one", "also_full", "also_full_one",
    "kind_project", "kind_project_name", "kind_documents", "kind_everything", "kind_none", "help_project", "help_no_project",
    "help_documents", "help_everything", "help_none", "documents", "documents_one", "choose", "choose_title", "pinned", "pinned_help",
    "pinned_sum", "pinned_sum_price", "pin_choose", "pin_title", "unpin", "unpin_short", "rewrite", "rewrite_help", "tokens", "pages",
    "pages_one", "search", "none_found", "none_there", "state_waiting", "state_working", "state_failed", "state_cancelled", "load_more",
    "clear", "cancel", "save", "retry", "failed",
)  # fmt: skip
CHIP = (
    "title", "off", "all", "project_name", "chosen", "chosen_one", "in_full", "in_full_one", "also_full", "also_full_one",
)  # fmt: skip
WHY = (
    "unreachable", "retry", "page", "hidden", "summary", "summary_one", "summary_nothing", "summary_failed", "asked", "also_asked",
    "given", "given_help", "place", "left_out", "left_out_which", "cut_duplicate", "cut_budget", "cut_weak", "cut_gone", "cut_other",
    "cut_pinned", "why_duplicate", "why_budget", "why_weak", "why_gone", "steps", "count", "count_one", "passage", "score", "cosine",
    "coverage", "rerank", "words_alone", "step_rewritten", "step_words", "step_meaning", "step_fused", "step_reranked", "step_duplicates",
    "step_neighbours", "step_packed", "help_rewritten", "help_words", "help_meaning", "help_fused", "help_reranked", "help_duplicates",
    "help_neighbours", "help_packed", "model_meaning", "model_rerank", "model_rewrite", "limit_score", "limit_coverage",
    "limit_cosine", "limit_budget", "prompt", "prompt_help",
)  # fmt: skip


def citation_words() -> rx.Var[dict[str, str]]:
    """For the numbers, the card and the list."""
    return words("citations", CITATIONS)


def scope_words() -> rx.Var[dict[str, str]]:
    """For the choice at the composer."""
    return words("knowledge_scope", SCOPE)


def chip_words() -> rx.Var[dict[str, str]]:
    """For the chip in the header, which only names what was chosen."""
    return words("knowledge_scope", CHIP)


def why_words() -> rx.Var[dict[str, str]]:
    """For the panel that tells why."""
    return words("why_answer", WHY)
