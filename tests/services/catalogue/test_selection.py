"""Which models are listed, in which order, under which label."""

from __future__ import annotations

import pytest

from chat_app.services.catalogue.cards import OFFLINE_CARD
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.catalogue.labels import label_of
from chat_app.services.catalogue.selection import MOST_AT_ONCE, in_order, listed, shortlist, usual_model


class TestListed:
    def test_drops_what_does_not_chat(self) -> None:
        names = [
            "gpt-5",
            "text-embedding-3-small",
            "whisper-1",
            "tts-1-hd",
            "gpt-4o-realtime-preview",
            "dall-e-3",
            "omni-moderation-latest",
            "gpt-image-1",
        ]
        assert listed(names) == ["gpt-5"]

    def test_keeps_open_models_tuned_to_instructions(self) -> None:
        assert listed(["meta-llama/llama-3.3-70b-instruct", "gpt-3.5-turbo-instruct"]) == ["meta-llama/llama-3.3-70b-instruct"]

    def test_drops_snapshots_beside_the_model_itself(self) -> None:
        assert listed(["gpt-4o", "gpt-4o-2024-08-06", "claude-opus-4-1-20250805"]) == ["gpt-4o", "claude-opus-4-1-20250805"]

    def test_keeps_latest_only_without_a_plain_name(self) -> None:
        assert listed(["mistral-small-2603", "mistral-small-latest", "grok-4", "grok-4-latest"]) == ["mistral-small-latest", "grok-4"]


class TestInOrder:
    def test_newest_version_first_in_each_family(self) -> None:
        names = ["gpt-4o", "o3", "gpt-5", "gpt-5.6", "gpt-5.1", "gpt-5-mini"]
        assert in_order(names) == ["gpt-5.6", "gpt-5.1", "gpt-5", "gpt-5-mini", "gpt-4o", "o3"]

    def test_dashes_and_dots_are_the_same_version(self) -> None:
        assert in_order(["claude-sonnet-4-5", "claude-sonnet-5", "claude-sonnet-4-6"]) == [
            "claude-sonnet-5",
            "claude-sonnet-4-6",
            "claude-sonnet-4-5",
        ]

    def test_decimal_versions(self) -> None:
        assert in_order(["grok-4.20", "grok-4.7"]) == ["grok-4.7", "grok-4.20"]


class TestUsualModel:
    @pytest.mark.parametrize(
        ("provider", "names", "usual"),
        [
            ("openai", ["gpt-4o", "gpt-5", "gpt-5.6", "gpt-5.6-cyber"], "gpt-5.6"),
            ("anthropic", ["claude-opus-5", "claude-sonnet-4-6", "claude-sonnet-5-5"], "claude-sonnet-5-5"),
            ("gemini", ["gemini-2.5-pro", "gemini-3.5-flash", "gemini-2.5-flash-lite"], "gemini-3.5-flash"),
            ("openrouter", ["a/b", "openrouter/auto"], "openrouter/auto"),
            ("ollama", ["llama3.2:3b", "qwen3:8b"], "llama3.2:3b"),
            ("openai", ["local-model"], "local-model"),
            ("openai", [], ""),
        ],
    )
    def test_general_model_of_the_vendor(self, provider: str, names: list[str], usual: str) -> None:
        assert usual_model(provider, names) == usual


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("gpt-5.6", "GPT-5.6"),
        ("gpt-4o-mini", "GPT-4o mini"),
        ("gpt-4o-2024-08-06", "GPT-4o (2024-08-06)"),
        ("claude-sonnet-4-5", "Claude Sonnet 4.5"),
        ("claude-opus-4-1-20250805", "Claude Opus 4.1 (20250805)"),
        ("gemini-2.5-flash-lite", "Gemini 2.5 Flash Lite"),
        ("deepseek-v3.2", "DeepSeek V3.2"),
        ("o3", "o3"),
        ("openai/gpt-oss-120b", "GPT-oss 120b"),
        ("mistral-large-latest", "Mistral Large (latest)"),
        ("-latest", "-latest"),
    ],
)
def test_label(name: str, label: str) -> None:
    assert label_of(name) == label


class TestShortlist:
    def test_holds_the_first_the_kept_and_the_built_in_one(self) -> None:
        cards = [*(ModelCard(f"house/m{number}", "", "house", "House") for number in range(4_000)), OFFLINE_CARD]
        ids = [card.id for card in shortlist(cards, {"house/m3999", "house/m1"})]
        assert ids[:MOST_AT_ONCE] == [card.id for card in cards[:MOST_AT_ONCE]]
        assert ids[MOST_AT_ONCE:] == ["house/m3999", OFFLINE_CARD.id]

    def test_a_short_list_stays_whole(self) -> None:
        cards = [ModelCard("house/a", "", "house", "House"), OFFLINE_CARD]
        assert shortlist(cards, ()) == cards
