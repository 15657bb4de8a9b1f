"""Words of a text and their stems: German and English at once, without case and accents.

One stem per word, so that phrases keep their order: the German stemmer and then the English one, until nothing changes.
What either of them takes for the same word is the same word here.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Protocol

import Stemmer

MOST_CHARS = 200_000
"""So much of a text is indexed: a PostgreSQL vector holds 1 MB."""
LONGEST_WORD = 60
_ROUNDS = 4
_MARKS = re.compile("[\u0300-\u036f]+")
# Scripts without spaces: every sign is a word, and what is written together is looked for as a phrase.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED_SIGN = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_ENDINGS = ("e", "s", "en", "er", "es", "ern", "ed", "ing", "ung", "ungen", "ies", "lich")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  (PyStemmer's name)


class _Stemmers(threading.local):
    """PyStemmer's objects may be used by one thread only."""

    def __init__(self) -> None:
        self.german: _Stemmer = Stemmer.Stemmer("german")
        self.english: _Stemmer = Stemmer.Stemmer("english")


_stemmers = _Stemmers()


def fold(text: str) -> str:
    """Lower case without accents: "Größe" and "GROESSE" differ still, "Bücher" and "bucher" no longer."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word.

    >>> {stem(word) for word in ("bucher", "buch", "buecher")}, {stem(word) for word in ("running", "run")}
    ({'buch'}, {'run'})
    """
    for _ in range(_ROUNDS):
        shorter = _MARKS.sub("", _stemmers.english.stemWord(_stemmers.german.stemWord(word)))
        if shorter == word:
            break
        word = shorter
    return word


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order; of very long ones only those of the beginning."""
    return [stem(word) for word in words(text[:MOST_CHARS])]


def is_unspaced(word: str) -> bool:
    """Whether a word is a sign of a script without spaces."""
    return len(word) == 1 and bool(_UNSPACED_SIGN.match(word))


def possible_stems(beginning: str) -> set[str]:
    """Stems of words that somebody may be about to write: "runni" is on the way to "running", whose stem is "run"."""
    found = {stem(beginning)}
    for ending in _ENDINGS:
        for done in range(len(ending)):
            if beginning.endswith(ending[:done]) and len(whole := beginning + ending[done:]) - done >= 3:
                found.add(stem(whole))
    return {short for short in found if len(short) >= 3 and beginning.startswith(short)} | {stem(beginning)}
