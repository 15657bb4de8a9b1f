"""PDFs whose pages are known, and questions about them: of a public set where it is there, else of our own making."""

from __future__ import annotations

from dataclasses import dataclass

import typst

from tests.corpus import CORPUS

SETS = CORPUS / "4_retrieval"
PAGES = 6
"""Of each paper; a page has one paragraph."""
PLACES = ["Aachen", "Bonn", "Celle", "Dessau", "Essen", "Fulda", "Gotha", "Halle", "Ilmenau", "Jena", "Kassel", "Lemgo"]
TRADES = ["bakers", "weavers", "tanners", "coopers", "smiths", "potters", "millers", "dyers", "masons", "furriers"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF with the text of each of its pages."""

    name: str
    pages: tuple[str, ...]
    data: bytes


def paragraphs_and_questions(count: int) -> tuple[list[str], list[str]]:
    """Paragraphs, and so many questions that one of them answers each."""
    if SETS.is_dir():
        from bench.retrieval.sets import xquad

        halves = [xquad(SETS, language) for language in ("en", "de")]
        questions = [question for half in halves for question in half.questions[:: max(1, len(half.questions) * 2 // count)]]
        return [passage.text for half in halves for passage in half.passages], questions[:count]
    made = [_made(place, trade, at) for at, (place, trade) in enumerate((place, trade) for place in PLACES for trade in TRADES)]
    asked = [
        question
        for place in PLACES
        for trade in TRADES
        for question in (
            f"In which year did a fire destroy the hall of the {trade} in {place}?",
            f"How many masters did the guild of the {trade} choose on the market square of {place}?",
        )
    ]
    return made, asked[:count]


def papers(paragraphs: list[str]) -> list[Paper]:
    """All paragraphs, one to a page."""
    found = []
    for at in range(0, len(paragraphs), PAGES):
        pages = tuple(paragraphs[at : at + PAGES])
        found.append(Paper(f"paper {at // PAGES + 1}.pdf", pages, typst.compile(_source(pages).encode())))
    return found


def _source(pages: tuple[str, ...]) -> str:
    body = "\n#pagebreak()\n".join(f"#{_literal(page)};" for page in pages)
    return f'#set page(width: 210mm, height: 400mm)\n#set text(font: "Libertinus Serif", hyphenate: true, lang: "de")\n#set par(justify: true)\n{body}'


def _literal(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _made(place: str, trade: str, at: int) -> str:
    return (
        f"In the year {1500 + at} there were {3 * at + 7} {trade} in {place}, more than ever before. The guild of the {trade} met on the "
        f"market square of {place} each spring and chose {at % 9 + 2} masters, who kept the weights and measures of the town. Whoever wanted "
        f"to become one of the {trade} of {place} had to walk for {at % 5 + 3} years, to show a piece of work, and to pay {at + 11} guilders. "
        f"A fire destroyed the hall of the {trade} in {1600 + at}, and {place} built a new one within {at % 4 + 1} summers."
    )
