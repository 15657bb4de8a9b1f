"""Which tokenizer counts for which model, and how far off the estimates are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.port import ImagePart, LlmMessage, Role, TextPart
from chat_app.integrations.tokenizers.port import ENCODINGS, Encoder
from chat_app.integrations.tokenizers.shelf import TokenizerShelf
from chat_app.integrations.tokenizers.shipped import load_encoder
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.counting.counter import TokenCounter
from chat_app.services.counting.families import families, family_of, usual_family

ENGLISH = (
    "A language model reads text in pieces that are called tokens. Common words are one token each; rarer ones are split, and every "
    "language is split in its own way. Whoever pays by the token wants to know how many there will be before anything is sent.\n\n"
) * 4
GERMAN = (
    "Ein Sprachmodell liest Text in Stücken, die Token heißen. Häufige Wörter sind je ein Token, seltenere werden zerlegt, und jede Sprache "
    "auf ihre eigene Weise. Wer nach Token bezahlt, möchte vor dem Absenden wissen, wie viele es ungefähr werden.\n\n"
) * 4
CODE = "def total(rows: list[dict[str, int]]) -> int:\n    return sum(row['price'] * row['count'] for row in rows if row)\n\n\n" * 6
RUSSIAN = "Все люди рождаются свободными и равными в своем достоинстве и правах. " * 6
JAPANESE = "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。" * 6


def card(model_id: str, base: str = "") -> ModelCard:
    return ModelCard(model_id, "M", "p", "P", base=base)


@lru_cache
def encoder(name: str) -> Encoder:
    found = load_encoder(name)
    assert found
    return found


@pytest.fixture
async def counter() -> AsyncIterator[TokenCounter]:
    made = TokenCounter(TokenizerShelf())
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("model_id", "family"),
    [
        ("openai/gpt-4o-mini-2024-07-18", "gpt-4o"),
        ("openai/gpt-4.1", "gpt-4o"),
        ("openai/gpt-5-nano", "gpt-4o"),
        ("openrouter/openai/o3-mini", "gpt-4o"),
        ("ollama/gpt-oss:20b", "gpt-4o"),
        ("openai/gpt-4-turbo", "gpt-4"),
        ("openai/gpt-3.5-turbo", "gpt-4"),
        ("anthropic/claude-2.1", "claude-2"),
        ("anthropic/claude-sonnet-4-20250514", "claude"),
        ("bedrock/eu.anthropic.claude-3-7-sonnet-20250219-v1:0", "claude"),
        ("gemini/gemini-2.5-pro", "gemini"),
        ("groq/llama-3.3-70b-versatile", "llama"),
        ("ollama/qwen3:8b", "qwen"),
        ("mistral/mistral-large-latest", "mistral"),
        ("deepseek/deepseek-chat", "deepseek"),
        ("ollama/olmo2", ""),
        ("openai/omni", ""),
    ],
)
def test_the_family_of_a_model(model_id: str, family: str) -> None:
    assert family_of(model_id).id == family


def test_a_name_of_ones_own_goes_by_the_vendors() -> None:
    assert family_of("azure/my-deployment", "azure/gpt-4o").id == "gpt-4o"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, CODE, RUSSIAN, JAPANESE], ids=["english", "german", "code", "russian", "japanese"])
@pytest.mark.parametrize("family", [row for row in families().values() if row.encoding], ids=lambda row: row.id)
def test_estimates_are_within_a_fourth(text: str, family: object) -> None:
    estimate, real = family.estimate(text), encoder(family.encoding).count(text)  # type: ignore[attr-defined]
    assert 0.75 <= estimate / real <= 1.25, (estimate, real)


@given(st.text(), st.text())
def test_estimates_add_up(first: str, second: str) -> None:
    for family in [*families().values(), usual_family()]:
        whole, parts = family.estimate(first + "\n" + second), family.estimate(first) + family.estimate(second)
        # The line between, and a run that begins anew on either side.
        assert whole <= parts + 2
        assert parts <= whole + 2


async def test_a_request_of_openai_is_counted_exactly(counter: TokenCounter) -> None:
    # OpenAI's cookbook: 3 a message and 1 for its role, and 3 for the beginning of the answer.
    messages = [LlmMessage.of_text(Role.SYSTEM, "You are helpful."), LlmMessage.of_text(Role.USER, "tiktoken is great!")]
    counted = await counter.messages(card("openai/gpt-4o"), messages)
    assert (counted.tokens, counted.exact, counted.family) == (4 + 4 + 4 + 6 + 3, True, "gpt-4o")


async def test_others_and_pictures_are_estimates_and_say_so(counter: TokenCounter) -> None:
    picture = LlmMessage(Role.USER, (ImagePart("image/png", b"x", tokens=85), TextPart("What is it?")))
    seen = await counter.messages(card("openai/gpt-4o"), [picture])
    claude = await counter.messages(card("anthropic/claude-sonnet-4"), [LlmMessage.of_text(Role.USER, "Hello there")])
    assert (seen.exact, seen.tokens > 85) == (False, True)
    assert (claude.exact, claude.family) == (False, "claude")


async def test_what_was_counted_is_known_without_waiting(counter: TokenCounter) -> None:
    model = card("openai/gpt-4o")
    assert counter.unknown(model, [ENGLISH, ""]) == [ENGLISH]
    await counter.remember(model, [ENGLISH])
    assert counter.unknown(model, [ENGLISH]) == []
    assert counter.quick(model)(ENGLISH) == encoder(ENCODINGS[0]).count(ENGLISH)
    assert counter.is_exact(model, [ENGLISH])
    assert not counter.is_exact(card("gemini/gemini-2.5-pro"), [ENGLISH])


async def test_others_go_on_while_a_long_text_is_estimated(counter: TokenCounter) -> None:
    text = ENGLISH * 2_000
    counting = asyncio.create_task(counter.texts(card("anthropic/claude-sonnet-4-5"), [text]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not counting.done()
    (count,) = await counting
    assert (count.tokens, count.exact) == (family_of("anthropic/claude-sonnet-4-5").estimate(text), False)
