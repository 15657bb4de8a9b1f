"""What a query is made of: words, phrases and operators, in German and English. Pure; no text is refused.

bücher "zweite auflage" -entwurf tag:arbeit vor:2026-11 in:papierkorb
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from chat_app.services.search.dates import day_of
from chat_app.services.search.dto import Problem

MOST_CHARS = 500
MOST_TERMS = 16
OPERATORS = {
    "tag": "tag", "tags": "tag", "schlagwort": "tag",
    "folder": "folder", "ordner": "folder",
    "model": "model", "modell": "model",
    "before": "before", "vor": "before",
    "after": "after", "since": "after", "nach": "after", "ab": "after", "seit": "after",
    "has": "has", "hat": "has", "mit": "has",
    "in": "in",
    "is": "is", "ist": "is",
}  # fmt: skip
VALUES = {
    "has": {"file": "file", "files": "file", "attachment": "file", "datei": "file", "dateien": "file", "anhang": "file"},
    "in": {
        "trash": "trash", "bin": "trash", "papierkorb": "trash",
        "archive": "archive", "archived": "archive", "archiv": "archive",
    },
    "is": {
        "favourite": "favourite", "favorite": "favourite", "starred": "favourite", "favorit": "favourite",
        "archived": "archive", "archiviert": "archive",
    },
}  # fmt: skip
PROBLEMS = {"has": "search.problem_has", "in": "search.problem_in", "is": "search.problem_is"}
_QUOTES = '"“”„«»'
# An operator with its value, a phrase, or a word; a minus before any of them excludes.
_PIECE = re.compile(rf"(-?)(?:(\w+):(?:[{_QUOTES}]([^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(\S*))|[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]|$)|(\S+))")


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for in the text. `open`: its last word may go on (it stands at the end and is being typed)."""

    text: str
    phrase: bool = False
    open: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A tag, folder or model by its name."""

    name: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. `after` is the first moment that counts, `before` the first that no longer does (both UTC)."""

    terms: tuple[Term, ...] = ()
    tags: tuple[Named, ...] = ()
    folders: tuple[Named, ...] = ()
    models: tuple[Named, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    has_file: bool | None = None
    in_trash: bool = False
    archived: bool | None = None
    favourite: bool | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that are to be there."""
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for that could be looked up."""
        return self == Query(problems=self.problems)


@dataclass(slots=True)
class _Reader:
    """Collects what the pieces of a text say."""

    today: date
    offset: timedelta
    found: dict[str, list[object]] = field(default_factory=dict)
    flags: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def operator(self, name: str, value: str, excluded: bool) -> None:
        if not value:
            return
        if name in {"tag", "folder", "model"}:
            self.found.setdefault(f"{name}s", []).append(Named(value, excluded))
        elif name in {"before", "after"}:
            self._date(name, value)
        else:
            self._flag(name, value, excluded)

    def _date(self, name: str, value: str) -> None:
        day = day_of(value, self.today)
        if day is None:
            self.problems.append(Problem("search.problem_date", value))
            return
        self.flags[name] = midnight(day, self.offset)

    def _flag(self, name: str, value: str, excluded: bool) -> None:
        known = VALUES[name].get(value.casefold())
        if known is None:
            self.problems.append(Problem(PROBLEMS[name], value))
        elif known == "file":
            self.flags["has_file"] = not excluded
        elif known == "trash":
            self.flags["in_trash"] = not excluded
        elif known == "archive":
            self.flags["archived"] = not excluded
        else:
            self.flags["favourite"] = not excluded


def parse(text: str, today: date, offset: timedelta = timedelta(0)) -> Query:
    """Read a query. `today` and `offset` (local time minus UTC) are the reader's; what makes no sense is in `problems`."""
    reader, terms = _Reader(today, offset), list[Term]()
    line = " ".join(text[:MOST_CHARS].split()) + (" " if text[-1:].isspace() else "")
    for match in _PIECE.finditer(line):
        minus, operator, quoted, plain, phrase, closing, word = match.groups()
        at_end = match.end() == len(line)
        if operator is not None and (name := OPERATORS.get(operator.casefold())):
            reader.operator(name, (quoted if quoted is not None else plain).strip(), bool(minus))
        elif phrase is not None:
            terms.append(Term(phrase.strip(), phrase=True, open=at_end and not closing, excluded=bool(minus)))
        else:
            terms.append(
                Term(match.group().removeprefix("-") if operator is not None else word, open=at_end and not minus, excluded=bool(minus))
            )
    return Query(
        terms=_limited(terms, reader.problems),
        **{name: tuple(values) for name, values in reader.found.items()},  # pyright: ignore[reportArgumentType]
        **reader.flags,  # pyright: ignore[reportArgumentType]
        problems=tuple(reader.problems),
    )


def midnight(day: date, offset: timedelta) -> datetime:
    """When a day begins for somebody whose clock is `offset` ahead of UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - offset


def _limited(terms: Sequence[Term], problems: list[Problem]) -> tuple[Term, ...]:
    kept: Iterable[Term] = [term for term in terms if any(sign.isalnum() for sign in term.text)]
    kept = tuple(kept)
    if len(kept) > MOST_TERMS:
        problems.append(Problem("search.problem_long", str(MOST_TERMS)))
    return kept[:MOST_TERMS]
