"""A query as the two engines write it: FTS5's MATCH and PostgreSQL's tsquery say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chat_app.services.search.language import Query, Term
from chat_app.services.search.words import possible_stems, stem, words

SHORTEST_BEGINNING = 2
"""A word that is being typed matches by its beginning from so many signs on."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stems one after the other; `begins`: the last one is only a beginning."""

    stems: tuple[str, ...]
    begins: bool = False


Choice = Sequence[Phrase]
"""At least one of these."""


@dataclass(frozen=True, slots=True)
class Expression:
    """All of `needed`, none of `refused`."""

    needed: tuple[Choice, ...]
    refused: tuple[Choice, ...] = ()

    def for_sqlite(self) -> str:
        """As FTS5 reads it."""
        needed = " AND ".join(_any(choice, _fts_phrase, " OR ") for choice in self.needed)
        if not self.refused:
            return needed
        return f"({needed}) NOT ({' OR '.join(_any(choice, _fts_phrase, ' OR ') for choice in self.refused)})"

    def for_postgres(self) -> str:
        """As `tsquery` reads it."""
        parts = [_any(choice, _ts_phrase, " | ") for choice in self.needed]
        parts += [f"!{_any(choice, _ts_phrase, ' | ')}" for choice in self.refused]
        return " & ".join(parts)


# Marks stand in the index beside the stems: whose it is, in which chat, what it is. No word begins with "_".
def owner_mark(owner_id: str) -> str:
    return f"_o{_plain(owner_id)}"


def chat_mark(conversation_id: str) -> str:
    return f"_c{_plain(conversation_id)}"


def kind_mark(kind: str) -> str:
    return f"_k{kind}"


FILE_MARK = "_f"
"""On messages that have files, and on files."""


LATER_MARK = "_l"
"""On files that are found by their names until what stands in them is read, too."""


def model_marks(model_id: str) -> tuple[str, ...]:
    """A model's id from each of its pieces on, for one look at a beginning: "openai/gpt-4o" is found by "gpt", "4o", "gpt-4o"."""
    pieces = words(model_id)
    return tuple(f"_m{''.join(pieces[place:])}" for place in range(len(pieces)))


def expression_of(query: Query, whose: Choice, *, marks: Iterable[Choice] = ()) -> Expression:
    """What the index is asked for: `whose` says in whose chats; `marks` narrow it further."""
    wanted = [choice for term in query.terms if not term.excluded and (choice := choice_of(term))]
    refused = [choice for term in query.terms if term.excluded and (choice := choice_of(term))]
    return Expression((whose, *marks, *wanted), tuple(refused))


def choice_of(term: Term) -> Choice:
    """What a term is looked for as; empty when there is no word in it."""
    found = words(term.text)
    if not found:
        return ()
    *before, last = found
    stemmed = tuple(stem(word) for word in before)
    if not term.open or len(last) < SHORTEST_BEGINNING:
        return (Phrase((*stemmed, stem(last))),)
    return (Phrase((*stemmed, last), begins=True), *(Phrase((*stemmed, short)) for short in sorted(possible_stems(last))))


def one(mark: str) -> Choice:
    return (Phrase((mark,)),)


def any_of(marks: Iterable[str]) -> Choice:
    return [Phrase((mark,)) for mark in marks]


def model_choice(name: str) -> Choice:
    """The marks of a model in whose id `name` stands; its last piece may be a beginning."""
    return (Phrase((f"_m{''.join(words(name))}",), begins=True),)


def _any(choice: Choice, write: object, joint: str) -> str:
    written = [write(phrase) for phrase in choice]  # type: ignore[operator]
    return written[0] if len(written) == 1 else f"({joint.join(written)})"


def _fts_phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.stems)}"{" *" if phrase.begins else ""}'


def _ts_phrase(phrase: Phrase) -> str:
    quoted = [f"'{stem}'" for stem in phrase.stems]
    if phrase.begins:
        quoted[-1] += ":*"
    return quoted[0] if len(quoted) == 1 else f"({' <-> '.join(quoted)})"


def _plain(identifier: str) -> str:
    return re.sub(r"\W", "", identifier)
