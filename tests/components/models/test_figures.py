"""The browser reckons tokens and money as the server does, on the same examples."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from chat_app.cli.environment import PROJECT
from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import Price
from chat_app.services.catalogue.pricing import cost_nano, rates_for
from chat_app.services.counting.families import families
from chat_app.services.kernel.currencies import DIGITS
from chat_app.services.kernel.money import format_money
from chat_app.services.kernel.tokens import USUAL, estimate_tokens
from chat_app.state.chat.model_views import rate_steps
from chat_app.state.shared.formats import money
from chat_app.state.shared.reader import ReaderLanguage
from tests.components.message.test_javascript import NODE

HERE = Path(__file__).parent
DICE = Random(7)
SIGNS = "abcXYZ09 \t\n.,!?äöüßéñĀɏɐ漢字かなカ한국Жяضनமไ。、ｱ🙂👍🏽\x7f\x00€\x1c\x85\u00a0\u2003\u2028\ufeff\u200b_-`{}"
TEXTS = [
    "",
    "Hello, world",
    "Donaudampfschifffahrtsgesellschaft",
    "def f(x):\n    return x ** 2  # ok",
    "seven77 eightchr ninechars",
    *("".join(DICE.choices(SIGNS, k=DICE.randint(1, 60))) for _ in range(2_000)),
]
AMOUNTS = [
    (nano, currency, language)
    for nano in (0, 1, 9, 10, 125, 4_250_000, 99_999_999, 100_000_000, 105_000_000, 115_000_000, 1_234_567_890_123, 99_950_000)
    for currency in ("USD", "EUR", "CHF", "GBP", "JPY", "ISK", "KWD", "CLF", "BRL")
    for language in ("en", "de")
] + [(DICE.randrange(10 ** DICE.randint(1, 15)), DICE.choice(list(DIGITS)), DICE.choice(["en", "de"])) for _ in range(2_000)]
LONG = Rates(2_500_000_000, 15_000_000_000)
LONGER = Rates(5_000_000_000, 30_000_000_000, cache_read=500_000_000, image_in=7_000_000_000, request=3_000_000_000_000)
PRICES = [
    Price(Rates(1_250_000_000, 10_000_000_000), "v", 200_000, LONG),
    Price(Rates(1_250_000_000, 10_000_000_000, cache_read=125_000_000, image_in=2_000_000_000), "v", 32_000, LONG, ((200_000, LONGER),)),
    Price(Rates(75_000_000_000, 600_000_000_000), "v"),
    Price(Rates(1, 1), "v"),
]
WEIGHTS = {"usual": USUAL, **{name: family.weights for name, family in families().items()}}
REQUESTS = [
    (price, tokens, images, output)
    for price in PRICES
    for tokens in (0, 1, 333, 32_001, 200_000, 200_001, 9_999_999)
    for images in (0, 258, 10**9)
    for output in (0, 4_096, 1_000_000)
]
HISTORIES = [
    (price, tokens, images, before) for price in PRICES for tokens, images in ((500, 0), (40_000, 800)) for before in (0, 400, 10**6)
]
WRITTEN = "Several words of an answer that is on its way. " * 40
READERS = [(nano, currency, rate, language) for nano, currency, language in AMOUNTS[:400] for rate in (1_000_000, 876_543)]


def wire(price: Price) -> dict[str, Any]:
    """As the page's state has it."""
    return {"kind": "priced", "steps": [asdict(step) for step in rate_steps(price)]}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the modules of the browser say to all examples."""
    folder = tmp_path_factory.mktemp("figures")
    (folder / "package.json").write_text('{"type": "module"}')
    for source in ("cost.js", "currencies.js", "token_estimate.js", "running_cost.js"):
        shutil.copy(PROJECT / "chat_app" / "components" / "models" / source, folder)
    shutil.copy(HERE / "figures.mjs", folder)
    # What the page shows is drawn by React; what it shows is asked for without it.
    react = folder / "node_modules" / "react"
    react.mkdir(parents=True)
    (react / "package.json").write_text('{"name": "react", "main": "index.js"}')
    (react / "index.js").write_text("exports.useSyncExternalStore = (_, read) => read();\n")
    examples = {
        "texts": TEXTS,
        "weights": WEIGHTS,
        "amounts": [(str(nano), *rest) for nano, *rest in AMOUNTS],
        "requests": [(wire(price), *rest) for price, *rest in REQUESTS],
        "histories": [(wire(price), *rest) for price, *rest in HISTORIES],
        "side_by_side": [wire(price) for price in PRICES] + [{"kind": "free"}, {"kind": "unknown"}],
        "written": WRITTEN,
        "readers": [(str(nano), *rest) for nano, *rest in READERS],
    }
    (folder / "examples.json").write_text(json.dumps(examples))
    done = subprocess.run([NODE, "figures.mjs", "examples.json"], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tokens(browser: dict[str, Any]) -> None:
    wrong = [
        (text, count, estimate_tokens(text, weights))
        for name, weights in WEIGHTS.items()
        for text, count in zip(TEXTS, browser["tokens"][name], strict=True)
        if count != estimate_tokens(text, weights)
    ]
    assert wrong == []


def test_amounts(browser: dict[str, Any]) -> None:
    assert browser["amounts"] == [format_money(*amount) for amount in AMOUNTS]


def test_costs_at_every_length_of_input_and_with_pictures(browser: dict[str, Any]) -> None:
    def both(price: Price, tokens: int, images: int, output: int) -> list[str]:
        asked = cost_nano(price, TokenUsage(tokens, 0, image_in=images))
        # An answer alone, at the price that this input has.
        answered = cost_nano(Price(Rates(0, rates_for(price, tokens).output), "v"), TokenUsage(0, output))
        return [str(asked), str(answered)]

    assert browser["costs"] == [both(*request) for request in REQUESTS]


def test_costs_where_the_vendor_has_kept_the_history(browser: dict[str, Any]) -> None:
    def kept(price: Price, tokens: int, images: int, before: int) -> str | None:
        if rates_for(price, tokens).cache_read is None or not before:
            return None
        return str(cost_nano(price, TokenUsage(tokens, 0, cached=before, image_in=images)))

    assert browser["cached"] == [kept(*history) for history in HISTORIES]


def test_what_several_models_cost_side_by_side(browser: dict[str, Any]) -> None:
    assert browser["sum"] == str(sum(cost_nano(price, TokenUsage(50_000, 700, image_in=258)) or 0 for price in PRICES))
    assert browser["nothing_known"] is None


def test_an_answer_whose_model_is_hidden_costs_as_all_of_them_on_average(browser: dict[str, Any]) -> None:
    def about(price: Price) -> int:
        return cost_nano(price, TokenUsage(40_000, estimate_tokens(WRITTEN), image_in=258)) or 0

    first, second = about(PRICES[0]), about(PRICES[1])
    assert first != second
    assert browser["running"] == {"of_the_chat": str(first), "of_a_column": str(second), "hidden": str((first + second) // 2)}


def test_the_readers_money(browser: dict[str, Any]) -> None:
    assert browser["money"] == [money(nano, ReaderLanguage(language, currency, rate)) for nano, currency, rate, language in READERS]
