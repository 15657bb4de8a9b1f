"""Courtesies, questions about the assistant itself, and names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.patterns import Pattern, words_of
from chat_app.integrations.llm.offline.phrases import FOLDER

_NAME = r"(?P<name>[^\W\d_][^\W\d_'’\-]{0,30}(?:[ \-][A-ZÄÖÜÀ-Þ][^\W\d_]{0,30}){0,2})"
_INTRODUCTION = re.compile(
    rf"(?i:\b(?:my name is|my name's|call me|i am called|i'm called|mein name ist|ich heiße|ich heisse|nenn mich|nenne mich))\s{{1,3}}{_NAME}(?=\W|$)"
)
_ASKS_NAME = re.compile(
    r"(?i)\bwhat(?:'s| is) my name\b|\bwho am i\b|\b(?:do you )?(?:know|remember) my name\b|\bwie heiße ich\b|\bwie ist mein name\b|\bwer bin ich\b"
    r"|\b(?:kennst|weißt) du (?:noch )?(?:meinen namen|wie ich heiße)\b"
)
_NO_NAMES = frozenset(
    {
        "not",
        "nicht",
        "a",
        "the",
        "so",
        "it",
        "anders",
        "what",
        "was",
        "maybe",
        "ein",
        "eine",
        "mal",
        "bitte",
        "später",
        "later",
        "when",
        "if",
    }
)
_LONGEST = 300
_CRISIS = re.compile(
    r"(?i)\b(?:kill(?:ing)? myself|suicid(?:e|al)|end (?:my|it all|my own) life|end it all|want to die|wanna die|don't want to live|do not want to live|hurt(?:ing)? myself"
    r"|self[- ]harm|better off dead|umbringen|selbstmord|suizid\w*|nicht mehr leben|mir das leben nehmen|sterben will|will sterben|möchte sterben|ritze mich|mich ritzen)\b"
)


@dataclass(frozen=True, slots=True)
class Intent:
    """Something said in passing, with its patterns by language."""

    name: str
    most_words: int
    patterns: dict[Language, tuple[Pattern, ...]]


class Smalltalk:
    """Recognises what needs no thought."""

    def __init__(self) -> None:
        entries = tomllib.loads((FOLDER / "intents.toml").read_text(encoding="utf-8"))["intents"]
        self._intents = [
            Intent(
                entry["name"], entry["most_words"], {"en": tuple(map(Pattern.of, entry["en"])), "de": tuple(map(Pattern.of, entry["de"]))}
            )
            for entry in entries
        ]

    def intent(self, text: str, language: Language) -> str:
        """The name of what is meant ("greeting", "thanks", …); "" for anything with substance."""
        words = words_of(text)
        for intent in self._intents:
            patterns = (*intent.patterns[language], *intent.patterns["en" if language == "de" else "de"])
            if 0 < len(words) <= intent.most_words and any(pattern.match(words) is not None for pattern in patterns):
                return intent.name
        return ""


def introduced_name(text: str) -> str:
    """The name in "my name is Ada Lovelace"; "" without one."""
    match = _INTRODUCTION.search(text[:_LONGEST])
    if match is None or match["name"].split()[0].lower() in _NO_NAMES:
        return ""
    name = match["name"]
    return name[0].upper() + name[1:]


def known_name(messages: Iterable[str]) -> str:
    """The name given last in these messages, or ""."""
    names = [name for text in messages if (name := introduced_name(text))]
    return names[-1] if names else ""


def asks_own_name(text: str) -> bool:
    return _ASKS_NAME.search(text[:_LONGEST]) is not None


def is_crisis(text: str) -> bool:
    """Whether someone speaks of harming themselves. Rather once too often."""
    return _CRISIS.search(text[:20_000].replace("’", "'")) is not None
