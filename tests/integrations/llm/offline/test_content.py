"""The assistant's sentences themselves: complete in both languages, and true to the settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from chat_app.i18n import LANGUAGES, translate
from chat_app.integrations.llm.offline.manual import Manual
from chat_app.integrations.llm.offline.phrases import FOLDER
from chat_app.settings import Settings

FILES = sorted(FOLDER.glob("*.toml"))


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _phrases() -> Iterator[tuple[str, dict]]:
    for area, entries in _read("phrases.toml").items():
        for key, entry in entries.items():
            yield f"{area}.{key}", entry


@pytest.mark.parametrize(("name", "entry"), list(_phrases()))
def test_phrases_have_both_languages_and_the_same_placeholders(name: str, entry: dict) -> None:
    assert set(entry) == {"en", "de"}, name
    found = [set(re.findall(r"\{(\w+)\}", str(entry[language]))) for language in ("en", "de")]
    assert found[0] == found[1], name
    assert type(entry["en"]) is type(entry["de"])


@pytest.mark.parametrize("language", ["en", "de"])
def test_reflection_rules_are_sound(language: str) -> None:
    script = _read(f"reflection_{language}.toml")
    for rule in script["rules"]:
        for pattern in rule["patterns"]:
            assert not re.search(r"\([^)]*\s[^)]*\)", pattern), f"a space within alternatives: {pattern}"
            assert pattern == pattern.lower()
            groups = len(re.findall(r"\*|\(", pattern))
            numbers = [int(number) for answer in rule["answers"] for number in re.findall(r"\{(\d)\}", answer)]
            assert all(1 <= number <= groups for number in numbers), f"{pattern}: {rule['answers']}"
        assert any("{" not in answer for answer in rule["answers"]), rule["patterns"]


def test_intents_have_answers_and_sound_patterns() -> None:
    names = set(_read("phrases.toml")["smalltalk"])
    for intent in _read("intents.toml")["intents"]:
        assert intent["name"] in names
        for pattern in intent["en"] + intent["de"]:
            assert not re.search(r"\([^)]*\s[^)]*\)", pattern), pattern


def test_buttons_are_called_as_on_the_page() -> None:
    pages = {topic.id: topic.text for topic in Manual().topics}
    labels = {
        "regenerate": "message_actions.regenerate",
        "edit": "editor.save_only",
        "stop": "message_actions.continue",
        "delete": "message_actions.delete",
        "rename": "sidebar.rename",
        "errors": "message_actions.retry",
    }
    for topic, key in labels.items():
        for language in LANGUAGES:
            assert f"**{translate(key, language)}**" in pages[topic][language], (topic, language)


class TestManual:
    def test_every_page_is_found_by_its_title(self) -> None:
        manual = Manual()
        for topic in manual.topics:
            for title in topic.title.values():
                assert manual.find(f"{title}?") is not None, title

    def test_every_name_opens_a_page(self) -> None:
        manual = Manual()
        for topic in _read("help.toml")["topics"]:
            for name in topic["names"]:
                assert manual.find(f"{name}?") is not None, name

    def test_variables_exist(self) -> None:
        known = {f"PARLEY_{name.upper()}" for name in Settings.model_fields} | {name.upper() for name in Settings.model_fields}
        text = "".join(path.read_text(encoding="utf-8") for path in FILES)
        mentioned = set(re.findall(r"\b(?:PARLEY_[A-Z_]+|[A-Z]+_(?:API_KEY|BASE_URL))\b", text))
        assert mentioned
        assert mentioned <= known
