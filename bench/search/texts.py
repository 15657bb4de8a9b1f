"""Texts in German and English in which words are as frequent as in real ones: few everywhere, most rarely (Zipf)."""

from __future__ import annotations

import itertools
import random

COMMON = (
    "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei "
    "the of and to a that is with for on by this you it not or be are from at as your all have new more was we can us about if my has our "
    "wenn kann über so zum haben nur oder aber vor zur bis mehr durch man sein wurde sei which when there use how one would what their out"
)
WORDS = (
    "Buch Haus Daten Bank Zeit Raum Plan Text Wort Arbeit Frage Antwort Speicher Netz Rechnung Kunde Vertrag Modell Suche Reise Wetter Küche "
    "Straße Garten Schule Prüfung Größe Lösung Übung Förderung Leitung Meldung Sitzung Wohnung Zeitung Planung Änderung Anzeige Ausgabe "
    "server query index cache thread message answer question project budget meeting report invoice travel weather recipe garden contract "
    "running testing building writing reading planning searching compiling deploying measuring house city river mountain engine library"
)
BEGINNINGS = ["ver", "be", "ent", "er", "vor", "nach", "über", "unter", "zusammen", "re", "pre", "un", "inter", "micro", "multi", "auto"]
ENDINGS = ["en", "er", "ern", "es", "ung", "ungen", "lich", "keit", "s", "ed", "ing", "er", "ers", "ly", "ness"]
RARE = 60_000


class Texts:
    """Makes texts; the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        rare = sorted(self._rare())
        self._random.shuffle(rare)
        self.words = [*COMMON.split(), *WORDS.split(), *rare]
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def text(self, words: int) -> str:
        """A text of so many words, in sentences."""
        chosen = self._random.choices(self.words, cum_weights=self._weights, k=words)
        return ". ".join(" ".join(chosen[start : start + 14]).capitalize() for start in range(0, words, 14)) + "."

    def queries(self, count: int) -> list[str]:
        """Queries of one to three words: very common ones, usual ones, rare ones, and words that are not finished."""
        return [self._query(number) for number in range(count)]

    def _query(self, number: int) -> str:
        ranks = ((0, 100), (0, 200), (100, 3_000), (1_000, len(self.words)))[number % 4]
        words = [self.words[self._random.randrange(*ranks)] for _ in range(1 + number % 3)]
        unfinished = number % 5 == 0
        return " ".join(words)[: -1 if unfinished and len(words[-1]) > 3 else None] + ("" if unfinished else " ")

    def _rare(self) -> set[str]:
        """Compounds and inflected forms."""
        stems, found = WORDS.lower().split(), set[str]()
        while len(found) < RARE:
            parts = self._random.choices(stems, k=self._random.choice((1, 2, 2, 3)))
            found.add(self._random.choice(["", *BEGINNINGS]) + "".join(parts) + self._random.choice(["", *ENDINGS]))
        return found
