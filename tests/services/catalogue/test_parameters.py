"""Which parameters a model takes, within which limits, and what of a chat's choices is sent to it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.integrations.llm.port import Sampling
from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import ModelCard, ModelTraits, ParameterSpec, Price
from chat_app.services.catalogue.parameter_rules import parameters_of
from chat_app.services.catalogue.parameters import allows, checked_parameters, divided_parameters, sampling_for


def card(model_id: str, **facts: Any) -> ModelCard:
    return ModelCard(model_id, model_id, model_id.partition("/")[0], "Vendor", **facts)


def specs(model: ModelCard) -> dict[str, ParameterSpec]:
    return {spec.name: spec for spec in parameters_of(model)}


GPT_4O = card("openai/gpt-4o", max_output_tokens=16_384)
GPT_5 = card("openai/gpt-5", reasoning=True, traits=ModelTraits(efforts=("minimal",), default_effort="medium"))
CLAUDE = card("anthropic/claude-sonnet-4-5", reasoning=True, max_output_tokens=64_000)
GEMINI = card("gemini/gemini-2.5-flash", reasoning=True)
OFFLINE = card("offline/parley")


class TestRules:
    @pytest.mark.parametrize(
        ("model", "most"), [(GPT_4O, 2), (GEMINI, 2), (CLAUDE, 1), (card("mistral/mistral-large"), 1.5), (card("cohere/command-a"), 1)]
    )
    def test_temperature_goes_as_far_as_the_vendor_lets_it(self, model: ModelCard, most: float) -> None:
        assert (specs(model)["temperature"].minimum, specs(model)["temperature"].maximum) == (0, most)

    @pytest.mark.parametrize("model", ["openai/o3", "openai/gpt-5", "openrouter/openai/gpt-5", "deepseek/deepseek-reasoner"])
    def test_models_that_choose_for_themselves_have_none(self, model: str) -> None:
        assert not {"temperature", "top_p", "top_k", "frequency_penalty"} & set(specs(card(model, reasoning=True)))

    def test_so_do_those_of_which_the_list_says_so(self) -> None:
        assert "temperature" not in specs(card("anthropic/claude-opus-4-7", traits=ModelTraits(sampling=False)))

    def test_top_k_is_not_openais(self) -> None:
        assert "top_k" not in specs(GPT_4O)
        assert all("top_k" in specs(model) for model in (CLAUDE, GEMINI, card("ollama/qwen3")))

    def test_levels_of_reasoning_are_those_of_the_model(self) -> None:
        assert specs(GPT_5)["reasoning_effort"].choices == ("minimal", "low", "medium", "high")
        assert specs(GEMINI)["reasoning_effort"].choices == ("none", "minimal", "low", "medium", "high")
        assert "reasoning_effort" not in specs(GPT_4O)
        assert specs(card("ollama/gpt-oss:20b", reasoning=True))["reasoning_effort"].choices == ("low", "medium", "high")
        denied = card("openai/gpt-5.1", reasoning=True, traits=ModelTraits(efforts=("none",), no_efforts=("low",)))
        assert specs(denied)["reasoning_effort"].choices == ("none", "medium", "high")

    def test_an_answer_is_as_long_as_the_model_can(self) -> None:
        assert specs(GPT_4O)["max_tokens"].maximum == 16_384

    def test_some_belong_to_one_vendor(self) -> None:
        assert "verbosity" in specs(GPT_5)
        assert "verbosity" not in specs(CLAUDE)
        assert "safety_hate" in specs(GEMINI)
        assert "safety_hate" not in specs(GPT_4O)
        assert "json_mode" not in specs(CLAUDE)

    def test_a_provider_that_lists_what_a_model_takes_knows_better(self) -> None:
        listed = card("openrouter/x/y", reasoning=True, traits=ModelTraits(takes=("max_tokens", "temperature", "reasoning")))
        routing = {"no_training", "zero_retention", "provider_sort"}
        assert set(specs(listed)) == {"max_tokens", "temperature", "reasoning_effort", *routing}

    def test_a_provider_that_was_set_up_has_the_rules_of_its_vendor(self) -> None:
        mine = card("my-1234/claude-sonnet-4-5", vendor="anthropic", reasoning=True, max_output_tokens=64_000)
        assert specs(mine) == specs(CLAUDE)

    def test_a_deployment_has_the_rules_of_its_model(self) -> None:
        named = card("azure/the-quick-one", base="gpt-5-mini", reasoning=True)
        assert "verbosity" in specs(named)
        assert "temperature" not in specs(named)

    def test_a_budget_for_thinking_is_less_than_the_answer(self) -> None:
        budget = specs(CLAUDE)["thinking_budget"]
        assert (budget.minimum, budget.maximum) == (1_024, 63_999)
        assert "thinking_budget" not in specs(card("anthropic/claude-haiku-3", max_output_tokens=4_096))
        assert "thinking_budget" not in specs(card("anthropic/claude-opus-5", reasoning=True, traits=ModelTraits(adaptive=True)))

    def test_claude_behind_bedrock_is_claude(self) -> None:
        hosted = card("bedrock/eu.anthropic.claude-sonnet-4-5-v1:0", reasoning=True, max_output_tokens=64_000)
        assert specs(hosted) == specs(CLAUDE)
        assert "prompt_cache" not in specs(card("bedrock/amazon.nova-lite-v1:0"))

    def test_own_servers_have_their_memory(self) -> None:
        own = specs(card("ollama/qwen3", context_tokens=40_960))
        assert (own["num_ctx"].maximum, own["keep_alive"].minimum, own["keep_alive"].default) == (40_960, -1, 5)
        assert {"min_p", "repeat_penalty"} <= set(own)
        assert not {"num_ctx", "keep_alive", "min_p", "repeat_penalty"} & set(specs(GPT_4O))

    def test_tiers_are_those_that_have_a_price(self) -> None:
        assert "service_tier" not in specs(GPT_4O)
        price = Price(
            Rates(10, 20), "v", tiers=(("flex", 0, Rates(5, 10)), ("flex", 272_000, Rates(9, 15)), ("priority", 0, Rates(20, 40)))
        )
        tiered = card("openai/gpt-5.4", price=price)
        assert specs(tiered)["service_tier"].choices == ("auto", "default", "flex", "priority")

    def test_the_built_in_assistant_has_none(self) -> None:
        assert parameters_of(OFFLINE) == ()

    def test_defaults_lie_within_the_limits(self) -> None:
        for model in (GPT_4O, GPT_5, CLAUDE, GEMINI, card("cohere/command-a"), card("ollama/qwen3", reasoning=True)):
            assert all(spec.default is None or allows(spec, spec.default) for spec in parameters_of(model))


class TestCheck:
    def test_keeps_only_what_differs(self) -> None:
        assert checked_parameters(GPT_4O, {"temperature": 1, "top_p": 0.5, "json_mode": False, "stop": []}) == {"top_p": 0.5}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("temperature", 2.1),
            ("temperature", "1"),
            ("temperature", True),
            ("temperature", math.nan),
            ("max_tokens", 0),
            ("max_tokens", 1.5),
            ("max_tokens", 99_999),
            ("stop", ["a", "b", "c", "d", "e"]),
            ("stop", [""]),
            ("stop", "END"),
            ("seed", -1),
            ("json_mode", 1),
        ],
    )
    def test_refuses_what_is_outside_the_limits(self, name: str, value: object) -> None:
        with pytest.raises(InvalidInputError) as caught:
            checked_parameters(GPT_4O, {name: value})
        assert (caught.value.key, caught.value.params) == ("error.parameter_value", {"name": name})

    def test_refuses_what_the_model_lacks(self) -> None:
        with pytest.raises(InvalidInputError, match="parameter_unsupported"):
            checked_parameters(GPT_5, {"temperature": 0.5})


class TestSend:
    def test_only_what_the_model_takes_goes_out(self) -> None:
        chosen = {"temperature": 1.5, "reasoning_effort": "high", "seed": 7, "safety_hate": "none", "stop": ["END"]}
        assert sampling_for(GPT_4O, chosen) == Sampling(temperature=1.5, seed=7, stop=("END",))
        assert sampling_for(GPT_5, chosen) == Sampling(reasoning_effort="high", seed=7)
        assert sampling_for(GEMINI, chosen) == Sampling(
            temperature=1.5, reasoning_effort="high", seed=7, stop=("END",), safety=(("hate", "none"),)
        )
        assert sampling_for(OFFLINE, chosen) == Sampling()

    def test_and_what_does_not_is_named(self) -> None:
        fitting, left_out = divided_parameters(CLAUDE, {"temperature": 1.5, "top_k": 5, "verbosity": "low"})
        assert (fitting, left_out) == ({"top_k": 5}, ("temperature", "verbosity"))

    def test_anthropic_takes_some_only_alone(self) -> None:
        assert divided_parameters(CLAUDE, {"temperature": 0.5, "top_p": 0.5}) == ({"temperature": 0.5}, ("top_p",))
        thinking = {"temperature": 0.5, "top_k": 3, "reasoning_effort": "low"}
        assert divided_parameters(CLAUDE, thinking) == ({"reasoning_effort": "low"}, ("temperature", "top_k"))

    def test_a_budget_goes_before_the_effort_and_never_fills_the_answer(self) -> None:
        chosen = {"thinking_budget": 4_000, "reasoning_effort": "low", "temperature": 0.5}
        assert divided_parameters(CLAUDE, chosen) == ({"thinking_budget": 4_000}, ("reasoning_effort", "temperature"))
        full = {"thinking_budget": 4_000, "max_tokens": 4_000, "temperature": 0.5}
        assert divided_parameters(CLAUDE, full) == ({"max_tokens": 4_000, "temperature": 0.5}, ("thinking_budget",))

    def test_vendors_own_words_reach_the_request(self) -> None:
        assert sampling_for(CLAUDE, {"prompt_cache": "hour"}) == Sampling(prompt_cache="hour")
        assert sampling_for(card("ollama/qwen3"), {"num_ctx": 8_192, "keep_alive": -1}) == Sampling(num_ctx=8_192, keep_alive=-1)
        assert sampling_for(card("openrouter/x/y"), {"no_training": True}) == Sampling(no_training=True)

    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "thinking_budget",
                    "prompt_cache",
                    "keep_alive",
                    "temperature",
                    "top_p",
                    "top_k",
                    "max_tokens",
                    "stop",
                    "seed",
                    "verbosity",
                    "json_mode",
                    "bogus",
                ]
            ),
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=6)),
        )
    )
    def test_whatever_is_stored_never_breaks_a_request(self, stored: dict[str, object]) -> None:
        for model in (GPT_4O, GPT_5, CLAUDE, GEMINI, OFFLINE):
            fitting, left_out = divided_parameters(model, stored)
            assert set(fitting) | set(left_out) == set(stored)
            assert isinstance(sampling_for(model, stored), Sampling)
            assert checked_parameters(model, fitting).keys() <= fitting.keys()
