"""Answers from passages of documents: the sentences that have most of the question's words, as they stand there, with their numbers."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape

import Stemmer

from chat_app.integrations.llm.offline.phrases import FOLDER

LISTS = FOLDER / "extraction.toml"
MOST_SENTENCES = 3
NEAR = 0.6
"""Of the best sentence's score: what has less is not said beside it."""
ENOUGH = 0.3
"""Share of the question's words, rare ones counting more, that a sentence has to have."""
LIKE = 0.6
"""What a word counts that only holds the question's word, or is held by it: "Versicherung" and "Lebensversicherung"."""
NOWHERE = 0.5
"""What a word of the question counts that no sentence has."""
FITTING_KIND = 0.15
"""On top for a sentence with a number or a name, where one is asked for."""
SHORTEST_PART = 5
SHORTEST, LONGEST = 15, 450
"""Characters of a sentence that is said again."""
FRAGMENT = 0.25
"""What a title, row or item counts less than a sentence that ends as one."""
DEFINING = 0.15
"""On top for a sentence that says what something is, where that is asked."""
LATER = 0.002
"""What each sentence before it makes one count less: what a document begins with says most of what it is about."""
MOST_CHARS = 400_000

_SOURCE = re.compile(r"<source\b([^>]{0,2000})>\s*(.*?)\s*</source\s*>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"""\bnumber\s*=\s*["']?(\d{1,4})""")
_DOCUMENT = re.compile(r"""\bdocument\s*=\s*"([^"]{0,600})\"""")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"“”»«')\]]*\s+(?=[\"„“»«'(\[]?[^\W\da-zäöüß_]|\d)|\s*\n\s*\n\s*|\n(?=\s*(?:[-*•|#>]|\(?(?:\d{1,3}|[a-z])[.)]\s))"
)
"""Also a blank line, and a line that begins as an item, row or heading does; other lines go on."""
_MARKS = re.compile(r"^(?:[-*•>]+\s+|\(?(?:\d{1,3}|[a-z])[.)]\s+)+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:z|u|d|bzw|ca|Dr|Prof|Nr|Abs|Art|vgl|inkl|etc|Mr|Mrs|Ms|St|No|e\.g|i\.e|vs|approx)|\b[A-Z]|\b\d{1,2})\.$"
)
_REFERENCE = re.compile(r"\[\s?\d")
_ENDS = frozenset('.!?…"“”»«)')
_QUOTES = frozenset('"„“”«»')
_ASKS_NUMBER = re.compile(
    r"\b(?:when|how (?:many|much|long|old|far|high|often)|which year|wann|wie ?viele?|wie (?:lange|alt|weit|hoch|oft)|welche[ms]? (?:jahr|datum))\b",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(r"\b(?:who|whose|whom|wer|wem|wen|wessen)\b", re.IGNORECASE)
_ASKS_MEANING = re.compile(r"^\W*(?:what(?:'s| is| are)|was (?:ist|sind|bedeutet)|wer ist|who is)\b", re.IGNORECASE)
_DEFINES = re.compile(r"^.{1,80}?\b(?:is|are|was|were|means|ist|sind|war|waren|bedeutet|bezeichnet)\b", re.IGNORECASE | re.DOTALL)
_ASKS_SUMMARY = re.compile(
    r"\b(?:summar(?:y|i[sz]e)\w*|what is .{0,30}\babout|zusammenfass\w*|fasse?\b.{0,60}\bzusammen|worum geht)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What a request has under a number."""

    number: int
    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a passage, word for word."""

    number: int
    text: str
    score: float = 0.0

    @property
    def quotable(self) -> bool:
        """Whether quotation marks around it would be clear."""
        return not _QUOTES & set(self.text)


def passages_in(texts: Iterable[str]) -> list[Passage]:
    """The passages that stand in these parts of a message, each as `<source number="…">…</source>`."""
    found: dict[int, Passage] = {}
    for text in texts:
        for marks, said in _SOURCE.findall(text[:MOST_CHARS]):
            if number := _NUMBER.search(marks):
                document = _DOCUMENT.search(marks)
                found.setdefault(int(number[1]), Passage(int(number[1]), unescape(document[1]) if document else "", said))
    return list(found.values())


def best_sentences(question: str, passages: Sequence[Passage]) -> list[Said]:
    """The few sentences that answer best, in the order of their passages; none where none has enough of the question's words."""
    sentences = [Said(passage.number, sentence) for passage in passages for sentence in sentences_of(passage.text)]
    if _ASKS_SUMMARY.search(question):
        return _first_of_each(sentences)
    asked = _stems(question)
    weights = _weights(asked, sentences)
    total = sum(weights.values())
    if not total:
        return []
    kind = _kind_asked(question)
    defines = bool(_ASKS_MEANING.search(question))
    scored = [
        Said(one.number, one.text, _score(one.text, weights, total, kind, defines=defines) - LATER * place)
        for place, one in enumerate(sentences)
    ]
    ranked = sorted((one for one in scored if one.score >= ENOUGH), key=lambda one: -one.score)
    chosen = _different(ranked)[:MOST_SENTENCES]
    kept = [one for one in chosen if one.score >= chosen[0].score * NEAR]
    return [one for one in scored if one in kept]


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a text that can be said again as they are."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        # "Dr. Moser" and "3. Mai" go on.
        if "\n" not in end.group() and _ABBREVIATION.search(text[start : end.start()]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    parts = (part for one in found for part in ([one] if len(one) <= LONGEST else one.splitlines()))
    bare = (_MARKS.sub("", part.strip()) for part in parts)
    return [one for one in bare if SHORTEST <= len(one) <= LONGEST and one[0] not in "#|" and not _REFERENCE.search(one)]


def _score(sentence: str, weights: dict[str, float], total: float, kind: re.Pattern[str] | None, *, defines: bool) -> float:
    there = set(_stems(sentence))
    met = sum(weight * _likeness(stem, there) for stem, weight in weights.items()) / total
    if not met:
        return 0.0
    fits = FITTING_KIND if kind and kind.search(sentence[1:]) else 0.0
    fits += DEFINING if defines and _DEFINES.search(sentence) else 0.0
    fits -= 0.0 if sentence[-1] in _ENDS else FRAGMENT
    # Of two that say as much, the shorter one says it more clearly.
    return met + fits - min(0.1, len(sentence) / 10_000)


def _likeness(stem: str, there: set[str]) -> float:
    if stem in there:
        return 1.0
    parts = len(stem) >= SHORTEST_PART and any(stem in word or (len(word) >= SHORTEST_PART and word in stem) for word in there)
    return LIKE if parts else 0.0


def _weights(asked: Sequence[str], sentences: Sequence[Said]) -> dict[str, float]:
    """How rare each of the question's words is among the sentences. One that none has may be the asker's own ("colour" of what is blue)."""
    counts = Counter(stem for one in sentences for stem in set(_stems(one.text)))
    shares = {stem: 1.0 if counts[stem] else NOWHERE for stem in asked}
    return {stem: share * math.log(1 + len(sentences) / (counts[stem] or 1)) for stem, share in shares.items()}


def _kind_asked(question: str) -> re.Pattern[str] | None:
    if _ASKS_NUMBER.search(question):
        return re.compile(r"\d")
    return re.compile(r"\b[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+") if _ASKS_NAME.search(question) else None


def _different(ranked: Sequence[Said]) -> list[Said]:
    """Without those that say the same words as a better one."""
    kept: list[Said] = []
    for one in ranked:
        words = set(_stems(one.text))
        if all(len(words & set(_stems(other.text))) < NEAR * len(words | set(_stems(other.text))) for other in kept):
            kept.append(one)
    return kept


def _first_of_each(sentences: Sequence[Said]) -> list[Said]:
    first: dict[int, Said] = {}
    for one in sentences:
        if one.text[-1] in ".!?…":
            first.setdefault(one.number, one)
    return list(first.values())[:MOST_SENTENCES]


@lru_cache(maxsize=2_000)
def _stems(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, in order. The German stemmer takes English words, too: both sides get the same."""
    stemmer = Stemmer.Stemmer("german")
    return tuple(stemmer.stemWord(word) for word in _WORD.findall(_folded(text)) if word not in _function_words())


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


@cache
def _function_words() -> frozenset[str]:
    lists = tomllib.loads(LISTS.read_text(encoding="utf-8"))
    return frozenset(_folded(" ".join(lists.values())).split())
