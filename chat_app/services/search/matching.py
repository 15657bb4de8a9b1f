"""Where in a text the words of a query stand: for the snippet, its marks and the order of the hits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from chat_app.services.search.accents import accents, in_text, plain_text
from chat_app.services.search.dto import Part
from chat_app.services.search.language import Term
from chat_app.services.search.words import fold, is_unspaced, possible_stems, stem, words

BEFORE = 60
LENGTH = 180
_REST_OF_WORD = re.compile(r"[^\W_]*")
_SPACE = re.compile(r"\s+")
# Signs that only say how something looks: a snippet shows the words. A link keeps its text.
_MARKDOWN = re.compile(
    r"!?\[([^\]\n]*)\]\([^)\s]*\)|^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+|\*\*|__|~~|`+|(?<![\w*])[*_](?=\w)|(?<=\w)[*_](?![\w*])", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Place:
    """Something found: from `start` to `end` in the text, for the term with this number; `exact` as it was written."""

    start: int
    end: int
    term: int
    exact: bool


class Matcher:
    """Finds the terms of a query in texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._words = [
            (number, word, term.open and place == len(found))
            for number, term in enumerate(terms)
            for found in [words(term.text)]
            for place, word in enumerate(found, 1)
        ]
        self._stems = [possible_stems(word) if begins else {stem(word)} for _, word, begins in self._words]
        # Whatever may be one of the words begins like one of these; what it is tells its stem.
        self._starts = sorted({_beginning(word, stems) for (_, word, _), stems in zip(self._words, self._stems, strict=True)}, key=len)
        self.count = len(terms)
        self._known: dict[str, tuple[int, bool] | None] = {}
        self._spaced = all(start.isascii() for start in self._starts)

    def places(self, text: str) -> list[Place]:
        """All places in a text, in order."""
        places = list[Place]()
        for start, end in self._spans(text):
            word = text[start:end]
            if word not in self._known:
                self._known[word] = self._term_of(word)
            if meant := self._known[word]:
                places.append(Place(start, end, *meant))
        return places

    def _spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Where words stand that may be meant. Looking for plain letters is five times as fast as the expression."""
        if not self._starts:
            return []
        if (plain := plain_text(text) if self._spaced else None) is None:
            return [match.span() for match in self._pattern.finditer(text)]
        found = dict[int, int]()
        for start in self._starts:
            at = plain.find(start)
            while at >= 0:
                end = at + len(start)
                if not (at and plain[at - 1].isalnum()):
                    found[at] = end = _REST_OF_WORD.match(plain, end).end()  # pyright: ignore[reportOptionalMemberAccess]  (it always matches)
                at = plain.find(start, end)
        return in_text(sorted(found.items()), text, plain)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(_word_like, self._starts)), re.IGNORECASE)

    def _term_of(self, text: str) -> tuple[int, bool] | None:
        """Which term a word of a text stands for, and whether it is written as in the query."""
        found = fold(text)
        for (number, word, begins), stems in zip(self._words, self._stems, strict=True):
            exact = found == word
            if exact or stem(found) in stems or (begins and len(word) > 1 and found.startswith(word)):
                return number, exact
        return None


def parts(text: str, places: Sequence[Place]) -> tuple[Part, ...]:
    """The text cut into marked and other pieces."""
    pieces, position = list[Part](), 0
    for place in places:
        pieces += [Part(text[position : place.start]), Part(text[place.start : place.end], marked=True)]
        position = place.end
    pieces.append(Part(text[position:]))
    return tuple(piece for piece in pieces if piece.text)


def snippet(text: str, matcher: Matcher) -> tuple[Part, ...]:
    """The stretch of a text that shows most of the terms, on one line, its words marked."""
    start = _best_start(matcher.places(text))
    begin = 0 if start <= BEFORE else text.rfind(" ", 0, start - BEFORE // 2) + 1
    if start - begin > BEFORE * 2:
        begin = start - BEFORE
    end = begin + LENGTH
    stretch = text[begin:end]
    if end < len(text) and " " in stretch[LENGTH // 2 :]:
        stretch = stretch[: stretch.rfind(" ")]
    line = _SPACE.sub(" ", _MARKDOWN.sub(r"\1", stretch)).strip()
    shown = f"{'…' if begin else ''}{line}{'…' if begin + len(stretch) < len(text.rstrip()) else ''}"
    return parts(shown, matcher.places(shown))


def _best_start(places: Sequence[Place]) -> int:
    """Where the window begins that holds the most different terms; the first one of equal ones."""
    best, best_count = 0, 0
    for index, place in enumerate(places[:200]):
        near = {other.term for other in places[index : index + 40] if other.start < place.start + LENGTH - BEFORE}
        if len(near) > best_count:
            best, best_count = place.start, len(near)
    return best


def _word_like(beginning: str) -> str:
    return beginning if is_unspaced(beginning) else rf"(?<![^\W_]){accents(beginning)}[^\W_]*"


def _beginning(word: str, stems: set[str]) -> str:
    """What all forms that count as `word` begin with."""
    length = len(word)
    for form in stems:
        same = next((index for index, (one, other) in enumerate(zip(word, form, strict=False)) if one != other), min(len(word), len(form)))
        length = min(length, same)
    # Stemmers change the end as well: "studi" stands for "study".
    return word[: max(1, min(length, len(word)))]
