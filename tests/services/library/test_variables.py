"""The variables of prompts: what is one, what may stand for it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError
from chat_app.services.library.builtin import builtin_prompts
from chat_app.services.library.variables import Variable, fill, parse_variables


class TestParse:
    @pytest.mark.parametrize(
        ("text", "variable"),
        [
            ("{{subject}}", Variable("subject")),
            ("{{ Länge : long ! }}", Variable("Länge", "long", required=True)),
            ("{{tone:choice(warm, dry)=dry}}", Variable("tone", "choice", ("warm", "dry"), default="dry")),
            ("{{words:number(50..500)=150!}}", Variable("words", "number", minimum="50", maximum="500", default="150", required=True)),
            ("{{words:number(..500)}}", Variable("words", "number", maximum="500")),
            ("{{due:date=2026-11-21}}", Variable("due", "date", default="2026-11-21")),
            ("{{who=me}}", Variable("who", default="me")),
            ("{{tone:choice()}}", Variable("tone")),
            ("{{tone:choice(a, b)=c}}", Variable("tone", "choice", ("a", "b"))),
        ],
    )
    def test_kinds(self, text: str, variable: Variable) -> None:
        assert parse_variables(f"before {text} after") == (variable,)

    @pytest.mark.parametrize("text", ["{{}}", "{{1st}}", "{name}", "{{a:colour}}", "{{ {% if %} }}", "{{a(b)}}"])
    def test_other_braces_are_text(self, text: str) -> None:
        assert parse_variables(text) == ()
        assert fill(text, {"a": "x", "name": "x"}) == text

    def test_a_name_is_asked_once(self) -> None:
        assert parse_variables("{{a}} {{b}} {{a:number}} {{a:date}}") == (Variable("a", "number"), Variable("b"))

    @pytest.mark.parametrize("beginning", ["{{a", "{{a=", "{{a:choice", "{{a:choice(", "{{"])
    def test_braces_without_an_end_take_no_minutes(self, beginning: str) -> None:
        began = time.perf_counter()
        assert parse_variables(beginning + " " * 50_000 + (beginning + " ") * 5_000) == ()
        assert time.perf_counter() - began < 15

    def test_only_the_last_mark_makes_it_required(self) -> None:
        assert parse_variables("{{a=hey! !}} {{b=hey!!}}") == (
            Variable("a", default="hey!", required=True),
            Variable("b", default="hey!", required=True),
        )

    @given(st.text())
    def test_any_text_can_be_read(self, text: str) -> None:
        assert all(variable.name in text for variable in parse_variables(text))


class TestFill:
    def test_values_defaults_and_gaps(self) -> None:
        assert fill("{{a}}-{{b=x}}-{{a}}-{{c}}", {"a": "1"}) == "1-x-1-"

    @pytest.mark.parametrize(
        ("text", "value", "key"),
        [
            ("{{a!}}", " ", "library.error.value_missing"),
            ("{{a}}", "two\nlines", "library.error.value_wrong"),
            ("{{a:choice(x, y)}}", "z", "library.error.value_wrong"),
            ("{{a:number(1..5)}}", "6", "library.error.value_wrong"),
            ("{{a:number}}", "NaN", "library.error.value_wrong"),
            ("{{a:date}}", "21.11.2026", "library.error.value_wrong"),
            ("{{a:date}}", "20261121", "library.error.value_wrong"),
        ],
    )
    def test_refuses_and_names_the_field(self, text: str, value: str, key: str) -> None:
        with pytest.raises(InvalidInputError) as refused:
            fill(text, {"a": value})
        assert (refused.value.key, refused.value.params) == (key, {"name": "a"})

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
    def test_a_value_is_never_read_as_a_variable(self, value: str) -> None:
        assert fill("<{{a}}>", {"a": "{{b!}}" + value}) == "<" + ("{{b!}}" + value).strip() + ">"


class TestBuiltin:
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_every_prompt_can_be_filled(self, language: str) -> None:
        prompts = builtin_prompts(language)
        assert len(prompts) >= 30
        assert len({prompt.command for prompt in prompts}) == len(prompts)
        for prompt in prompts:
            assert prompt.variables, prompt.id
            samples = {"text": "x", "long": "x\ny", "date": "2026-11-21"}
            values = {item.name: item.choices[0] if item.choices else item.default or samples[item.kind] for item in prompt.variables}
            filled = fill(prompt.text, values)
            assert "{{" not in filled
            assert "}}" not in filled

    def test_both_languages_ask_for_the_same(self) -> None:
        for english, german in zip(builtin_prompts("en"), builtin_prompts("de"), strict=True):
            shape = [(item.kind, item.required, len(item.choices), bool(item.default)) for item in english.variables]
            assert shape == [(item.kind, item.required, len(item.choices), bool(item.default)) for item in german.variables], english.id
