"""Reflection after Weizenbaum's ELIZA (CACM 9/1, 1966): ranked keywords, decomposition, reassembly, memory."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from chat_app.integrations.llm.offline.grammar import turn_round
from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.patterns import Pattern, words_of
from chat_app.integrations.llm.offline.phrases import FOLDER

_SENTENCE_END = re.compile(r"[.!?;:\n]+")
_PLACEHOLDER = re.compile(r"\{(\d)\}")
_MOST_SENTENCES = 30
_LONGEST_FRAGMENT = 12
_BREAKS = frozenset({"but", "because", "although", "aber", "weil", "obwohl", "sondern", "denn"})
# What is said to the program cannot be turned round in German without its verbs.
_TO_THE_PROGRAM = frozenset({"du", "dich", "dir", "dein", "deine", "sie"})
# With these begin questions and requests, also without a question mark.
_NO_STATEMENT = frozenset(
    {"how", "what", "where", "when", "who", "why", "can", "could", "tell", "please", "wie", "was", "wo", "wann", "wer", "warum", "bitte"}
)
_MY: dict[Language, Pattern] = {"en": Pattern.of("* (my|our) *"), "de": Pattern.of("* (mein|meine|meinem|meinen|meiner|unser|unsere) *")}


@dataclass(frozen=True, slots=True)
class Rule:
    """A keyword's patterns and what may be said to them; the highest rank wins."""

    rank: int
    patterns: tuple[Pattern, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The rules of one language, its openings for earlier statements, and what fits anything."""

    rules: tuple[Rule, ...]
    memory: tuple[str, ...]
    anything: tuple[str, ...]


def reflect(text: str, language: Language, turn: int) -> str | None:
    """Answer a statement with a question of its own words; None without a keyword. `turn` varies the answer through a conversation."""
    script = _script(language)
    for rule, groups in _matches(script, text):
        fitting = [answer for answer in rule.answers if _fits(answer, groups, language)]
        if fitting:
            return _assembled(fitting[turn % len(fitting)], groups, language)
    return None


def go_on(earlier: Sequence[str], language: Language, turn: int) -> str:
    """What fits anything: a question, every second time about something said earlier."""
    script = _script(language)
    remembered = _remembered(earlier, language)
    # Coming back to something earlier every second time is attentive, every time would be a tic.
    if remembered and turn % 2:
        return script.memory[turn // 2 % len(script.memory)].replace("{1}", remembered[turn // 2 % len(remembered)])
    return script.anything[turn % len(script.anything)]


def _matches(script: Script, text: str) -> list[tuple[Rule, list[list[str]]]]:
    """The rules that fit, the strongest first; among equals the earlier sentence counts."""
    found: list[tuple[Rule, list[list[str]]]] = []
    for sentence in _SENTENCE_END.split(text)[:_MOST_SENTENCES]:
        words = words_of(sentence)
        for rule in script.rules:
            groups = next((groups for pattern in rule.patterns if (groups := pattern.match(words)) is not None), None)
            if groups is not None and words:
                found.append((rule, groups))
    return sorted(found, key=lambda match: -match[0].rank)


def _fits(answer: str, groups: Sequence[Sequence[str]], language: Language) -> bool:
    for number in _PLACEHOLDER.findall(answer):
        fragment = _fragment(groups[int(number) - 1])
        spoken_to = language == "de" and any(word.lower() in _TO_THE_PROGRAM for word in fragment)
        if not fragment or len(fragment) > _LONGEST_FRAGMENT or spoken_to:
            return False
    return True


def _assembled(answer: str, groups: Sequence[Sequence[str]], language: Language) -> str:
    return _PLACEHOLDER.sub(lambda match: turn_round(_fragment(groups[int(match[1]) - 1]), language), answer)


def _fragment(words: Sequence[str]) -> Sequence[str]:
    """The words up to the next thought."""
    end = next((index for index, word in enumerate(words) if index and word.lower() in _BREAKS), len(words))
    return words[:end]


def _remembered(earlier: Sequence[str], language: Language) -> list[str]:
    """Short earlier statements about something of one's own, to come back to. Questions were answered in their time."""
    sentences = [sentence.strip() for text in earlier if "?" not in text for sentence in _SENTENCE_END.split(text[:2000])]
    own = [sentence for sentence in sentences if _is_memorable(words_of(sentence), language)]
    return [sentence.replace("`", "'") for sentence in own]


def _is_memorable(words: Sequence[str], language: Language) -> bool:
    if not 3 <= len(words) <= _LONGEST_FRAGMENT or words[0].lower() in _NO_STATEMENT or "name" in map(str.lower, words):
        return False
    return _MY[language].match(words) is not None


@cache
def _script(language: Language) -> Script:
    content = tomllib.loads((FOLDER / f"reflection_{language}.toml").read_text(encoding="utf-8"))
    rules = (Rule(rule["rank"], tuple(map(Pattern.of, rule["patterns"])), tuple(rule["answers"])) for rule in content["rules"])
    return Script(tuple(rules), tuple(content["memory"]), tuple(content["anything"]))
