"""The terms that a word stands for, as numbers: its stem, how it begins and ends, and what it may be put together of.

Words in one piece ("Lebensversicherung", "groundwater") are found by their parts without any dictionary. A passage names the
beginning and the end of each stem. A question names these, too, and every cut of its long words: of the parts that come out
only those score that stand as words in some passage, so the index itself is the dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from chat_app.services.lexical.languages import FUNCTION_WORDS
from chat_app.services.search.words import MOST_CHARS, is_unspaced, stem, words

EDGE = 6
"""Letters of a stem's beginning and end; a shorter stem has none."""
SHORTEST_PART = 4
LONGEST_CUT = 40
"""What is longer is no word that anybody put together."""
_VOWELS = frozenset("aeiouy")


def content_words(text: str, language: str) -> list[str]:
    """The folded words of a text that say something of its subject, in order; signs of scripts without spaces also in pairs."""
    empty = FUNCTION_WORDS.get(language, frozenset())
    found = [word for word in words(text[:MOST_CHARS]) if word not in empty]
    if text.isascii() or not any(map(is_unspaced, found)):
        return found
    return [*found, *(first + second for first, second in pairwise(found) if is_unspaced(first) and is_unspaced(second))]


@lru_cache(maxsize=50_000)
def word_terms(word: str) -> Sequence[int]:
    """The numbers of a word's stem, and of how that begins and ends: "versicherung" and "lebensversicherungen" end alike.

    Two terms in a million share a number by chance: 32 bits are what an index takes.
    """
    whole = stem(word)
    if len(whole) < EDGE:
        return (crc32(whole.encode()),)
    return crc32(whole.encode()), crc32(f"^{whole[:EDGE]}".encode()), crc32(f"${whole[-EDGE:]}".encode())


@lru_cache(maxsize=5_000)
def part_terms(word: str) -> Sequence[int]:
    """The numbers of all stems that a word may be put together of, but for its own."""
    if not 2 * SHORTEST_PART <= len(word) <= LONGEST_CUT or word.isdigit():
        return ()
    own = stem(word)
    found = {stem(part) for part in _parts(word)} - {own}
    return tuple(crc32(part.encode()) for part in found if len(part) >= SHORTEST_PART - 1)


def _parts(word: str) -> Iterator[str]:
    """Both sides of every cut where each has a vowel; the first one without the s that German joins words with, too."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, second = word[:cut], word[cut:]
        if _VOWELS.isdisjoint(first) or _VOWELS.isdisjoint(second):
            continue
        yield from (first, second)
        if first.endswith("s"):
            yield first[:-1]
