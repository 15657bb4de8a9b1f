"""Help about Parley: the fitting page of a small manual, found by weighted words (rare words weigh more, as in BM25)."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.phrases import FOLDER

_LONGEST = 1500
_WORD = re.compile(r"[^\W_][\w.+/\-]*")
_ASKING = re.compile(
    r"\?|^\W*(?:how|what|where|which|who|can|could|does|do|is|are|why|tell|show|explain|help|wie|was|wo|welche|wer|kann|gibt|geht|warum|wozu|hilfe|zeig|erklär|i want to|i'd like to|ich möchte|ich will)"
)
# A page is opened when its words reach this: a name decides alone, others need each other or a question.
_NAME, _WORD_WEIGHT, _CONTEXT = 3.0, 2.0, 1.0
_ENOUGH_ASKED, _ENOUGH_SAID = 3.0, 4.0
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the manual. Weights by search word."""

    id: str
    weights: dict[str, float]
    title: dict[Language, str]
    text: dict[Language, str]


class Manual:
    """Finds the page that answers a question."""

    def __init__(self) -> None:
        pages = tomllib.loads((FOLDER / "help.toml").read_text(encoding="utf-8"))["topics"]
        self.topics = [_topic(page) for page in pages]
        self._spread = Counter(word for topic in self.topics for word in topic.weights)

    def answer(self, text: str, language: Language) -> str | None:
        """The page for a question; None when the text is about something else."""
        topic = self.find(text)
        return topic.text[language] if topic else None

    def find(self, text: str) -> Topic | None:
        """The best fitting page, or None."""
        question = text[:_LONGEST].lower()
        words = [word.strip(".-/+") for word in _WORD.findall(question)]
        enough = _ENOUGH_ASKED if _ASKING.search(question) or len(words) <= _FEW_WORDS else _ENOUGH_SAID
        line = f" {' '.join(words)} "
        found = [(topic, hits) for topic in self.topics if sum((hits := _hits(topic, words, line)).values()) >= enough]
        return max(found, key=lambda match: self._score(match[1]))[0] if found else None

    def _score(self, hits: dict[str, float]) -> float:
        return sum(weight * math.log(1 + len(self.topics) / self._spread[word]) for word, weight in hits.items())


def _topic(page: dict[str, Any]) -> Topic:
    words: dict[str, list[str]] = page | {"names": [*page["names"], *(title.lower() for title in page["title"].values())]}
    weights = {
        word: weight for field, weight in (("context", _CONTEXT), ("words", _WORD_WEIGHT), ("names", _NAME)) for word in words[field]
    }
    return Topic(page["id"], weights, page["title"], {"en": page["en"], "de": page["de"]})


def _hits(topic: Topic, words: list[str], line: str) -> dict[str, float]:
    """The search words of a topic that occur. A word within a phrase that occurs is not counted twice, context alone not at all."""
    hits = {word: weight for word, weight in topic.weights.items() if _occurs(word, words, line)}
    hits = {word: weight for word, weight in hits.items() if not any(word != other and word in other for other in hits)}
    return hits if any(weight > _CONTEXT for weight in hits.values()) else {}


def _occurs(sought: str, words: list[str], line: str) -> bool:
    if " " in sought:
        return f" {sought}" in line
    return any(word == sought or (len(sought) >= 4 and word.startswith(sought)) for word in words)
