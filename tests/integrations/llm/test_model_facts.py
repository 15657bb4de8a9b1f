"""Sizes, abilities and prices read from litellm's list."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from chat_app.integrations.llm.model_facts import ModelFacts, ModelFactsBook, undated
from chat_app.integrations.llm.rates import Rates

ENTRIES: dict[str, object] = {
    "sample_spec": {"litellm_provider": "one of …", "mode": "one of …", "max_tokens": "words"},
    "gpt-9": {
        "litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 200, "input_cost_per_token": 2.5e-06,
        "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06, "supports_vision": True, "supports_function_calling": True,
        "input_cost_per_token_above_200k_tokens": 5e-06, "output_cost_per_token_above_200k_tokens": 2e-05, "nested": {"a": [1, {"b": 2}]},
    },
    "gpt-9-2030-01-31": {"litellm_provider": "openai", "mode": "chat", "max_tokens": 77},
    "fine": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-15, "output_cost_per_token": 4.4e-16},
    "gemini/gem-1": {"litellm_provider": "gemini", "mode": "chat", "deprecation_date": "2026-01-01", "input_cost_per_token": 0, "output_cost_per_token": 0},
    "groq/openai/gpt-oss": {"litellm_provider": "groq", "mode": "chat"},
    "claude-x-4-5-20250929": {"litellm_provider": "anthropic", "mode": "chat", "max_input_tokens": 9, "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06},
    "embed": {"litellm_provider": "openai", "mode": "embedding"},
    "broken": {"litellm_provider": "openai", "mode": "chat", "max_tokens": "many", "input_cost_per_token": "free", "output_cost_per_token": -1},
    "bedrock/other": {"litellm_provider": "bedrock", "mode": "chat"},
}  # fmt: skip


@pytest.fixture
async def book(tmp_path: Path) -> ModelFactsBook:
    path = tmp_path / "prices.json"
    path.write_text(json.dumps(ENTRIES))
    book = ModelFactsBook(path)
    await book.load()
    return book


def known(facts: ModelFacts | None) -> ModelFacts:
    assert facts is not None
    return facts


class TestFacts:
    def test_prices_are_nano_dollars_per_million(self, book: ModelFactsBook) -> None:
        facts = known(book.facts("openai", "gpt-9"))
        assert facts.rates == Rates(2_500_000_000, 10_000_000_000, 1_250_000_000)
        assert (facts.long_above, facts.long_rates) == (200_000, Rates(5_000_000_000, 20_000_000_000, 1_250_000_000))
        assert (facts.context_tokens, facts.max_output_tokens, facts.vision, facts.tools, facts.reasoning) == (1000, 200, True, True, False)

    def test_finer_than_a_nano_rounds_half_up(self, book: ModelFactsBook) -> None:
        assert known(book.facts("openai", "fine")).rates == Rates(2, 0)

    @pytest.mark.parametrize("name", ["gpt-9", "openai/gpt-9", "models/gpt-9", "GPT-9", "gpt-9-2031-12-24", "gpt-9-latest"])
    def test_prefix_case_and_date_do_not_matter(self, book: ModelFactsBook, name: str) -> None:
        assert known(book.facts("openai", name)).context_tokens == 1000

    def test_an_own_entry_of_a_snapshot_goes_first(self, book: ModelFactsBook) -> None:
        assert known(book.facts("openai", "gpt-9-2030-01-31")).context_tokens == 77

    @pytest.mark.parametrize("name", ["claude-x-4-5", "claude-x-4.5", "claude-x-4-5-20250929", "claude-x-4-5@20250929"])
    def test_only_the_snapshot_is_listed(self, book: ModelFactsBook, name: str) -> None:
        assert known(book.facts("anthropic", name)).context_tokens == 9

    def test_a_reseller_has_sizes_but_no_price(self, book: ModelFactsBook) -> None:
        facts = known(book.facts("openrouter", "anthropic/claude-x-4.5:free"))
        assert (facts.context_tokens, facts.rates) == (9, None)

    def test_a_vendor_in_the_name_is_not_cut_off(self, book: ModelFactsBook) -> None:
        assert book.facts("groq", "openai/gpt-oss") is not None

    @pytest.mark.parametrize(
        ("provider", "name"), [("openai", "nothing"), ("fireworks_ai", "other"), ("ollama", "gpt-9"), ("openai", ""), ("", "")]
    )
    def test_unknown(self, book: ModelFactsBook, provider: str, name: str) -> None:
        assert book.facts(provider, name) is None

    def test_nonsense_values_are_unknown(self, book: ModelFactsBook) -> None:
        facts = known(book.facts("openai", "broken"))
        assert (facts.context_tokens, facts.rates) == (None, None)


class TestChatModels:
    def test_neither_embeddings_nor_the_withdrawn(self, book: ModelFactsBook) -> None:
        assert "embed" not in book.chat_models("openai", date(2026, 6, 1))
        assert book.chat_models("gemini", date(2025, 12, 31)) == ["gem-1"]
        assert book.chat_models("gemini", date(2026, 1, 1)) == []


class TestLoad:
    @pytest.mark.parametrize("content", [None, "", "{", '{"a": [1, 2'])
    async def test_without_a_readable_list_everything_is_unknown(self, tmp_path: Path, content: str | None) -> None:
        path = tmp_path / "prices.json"
        if content is not None:
            path.write_text(content)
        book = ModelFactsBook(path)
        await book.load()
        assert book.facts("openai", "gpt-9") is None
        assert book.version == ""

    def test_reads_the_shipped_list_without_importing_litellm_and_stays_small(self) -> None:
        code = """
import asyncio, sys, tracemalloc
from chat_app.integrations.llm.model_facts import ModelFactsBook
tracemalloc.start()
book = ModelFactsBook()
asyncio.run(book.load())
kept, peak = tracemalloc.get_traced_memory()
assert "litellm" not in sys.modules
assert book.facts("openai", "gpt-4o").rates is not None and book.facts("anthropic", "claude-sonnet-4-5").context_tokens
assert kept < 5_000_000, kept
assert peak < 20_000_000, peak
print(book.version)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("litellm 1.")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("gpt-4o-2024-08-06", "gpt-4o"),
        ("claude-opus-4-1-20250805", "claude-opus-4-1"),
        ("codestral-2508", "codestral"),
        ("command-a-03-2025", "command-a"),
        ("grok-4-latest", "grok-4"),
        ("gpt-5", "gpt-5"),
    ],
)
def test_undated(name: str, plain: str) -> None:
    assert undated(name) == plain
