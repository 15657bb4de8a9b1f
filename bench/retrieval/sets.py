"""Sets of passages, questions, and which passages answer them; read from the folder of test data."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.servers import PROJECT

_FIELD = re.compile(r"\.([A-Z])(?:\s+\d+)?\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """`relevant` has the numbers of the passages that answer each question."""

    name: str
    passages: Sequence[Passage]
    questions: Sequence[str]
    relevant: Sequence[frozenset[int]]


def folder() -> Path:
    """Where the sets are: below `PARLEY_TEST_CORPUS`, or beside the project."""
    return Path(os.environ.get("PARLEY_TEST_CORPUS") or PROJECT.parent / "shared" / "data") / "4_retrieval"


def all_sets(where: Path) -> Iterator[JudgedSet]:
    yield cranfield(where)
    for language in ("en", "de"):
        yield xquad(where, language)
    yield adi(where)


def cranfield(where: Path) -> JudgedSet:
    """1,400 abstracts on aerodynamics with 225 questions; grades 1 to 4 are relevant, -1 is not. Two abstracts are empty."""
    found = _fields(where / "cranfield" / "cran.all.1400")
    questions = [_line(one["W"]) for one in _fields(where / "cranfield" / "cran.qry")]
    judged = (line.split()[:3] for line in (where / "cranfield" / "cranqrel").read_text().splitlines() if line.strip())
    relevant = _relevant(len(questions), ((int(question), int(passage)) for question, passage, grade in judged if int(grade) > 0))
    return JudgedSet("cranfield", [_abstract(one) for one in found], questions, relevant)


def adi(where: Path) -> JudgedSet:
    """82 abstracts on documentation with 35 questions."""
    questions = [_line(one["W"]) for one in _fields(where / "adi" / "ADI.QRY")]
    judged = (line.split()[:2] for line in (where / "adi" / "ADI.REL").read_text().splitlines() if line.strip())
    relevant = _relevant(len(questions), ((int(question), int(passage)) for question, passage in judged))
    return JudgedSet("adi", [_abstract(one) for one in _fields(where / "adi" / "ADI.ALL")], questions, relevant)


def xquad(where: Path, language: str) -> JudgedSet:
    """145 paragraphs of Wikipedia with 764 questions, each answered by the paragraph that it was written for; en and de are parallel."""
    articles = json.loads((where / "xquad" / f"xquad.{language}.dev.json").read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    asked = [(qa["question"], frozenset({number})) for number, paragraph in enumerate(paragraphs) for qa in paragraph["qas"]]
    passages = [Passage(paragraph["context"]) for paragraph in paragraphs]
    return JudgedSet(f"xquad_{language}", passages, [question for question, _ in asked], [right for _, right in asked])


def _fields(path: Path) -> list[dict[str, str]]:
    """The entries of a file in the format of SMART: a line ".I 1" begins one, ".T" and the like a field of it."""
    entries: list[dict[str, str]] = []
    name = ""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if match := _FIELD.match(line):
            name = match[1]
            if name == "I":
                entries.append({})
        else:
            entries[-1][name] = f"{entries[-1].get(name, '')} {line}"
    return entries


def _abstract(entry: Mapping[str, str]) -> Passage:
    """The title is the heading; where the text repeats it at its beginning, as Cranfield's do, it is taken off there."""
    heading, text = _line(entry.get("T", "")), _line(entry.get("W", ""))
    return Passage(text.removeprefix(heading.rstrip(" .")).lstrip(" ."), heading)


def _relevant(questions: int, judged: Iterator[tuple[int, int]]) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in range(questions)]
    for question, passage in judged:
        found[question - 1].add(passage - 1)
    return [frozenset(numbers) for numbers in found]


def _line(text: str) -> str:
    return " ".join(text.split())
