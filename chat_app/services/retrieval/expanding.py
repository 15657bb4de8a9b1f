"""What stands around the best passages, and what becomes one source because it stands together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.dto import Source

BEST = 4
"""Passages whose surroundings are looked at."""
REACH = 3
"""How far: the next passage on each side whatever it is, those behind it while they stand under the same headings."""
LONGEST = 1_600
"""Tokens of one source: a longer one would prove too little by its number."""

Around = Mapping[tuple[str, int], Candidate]


def numbers_around(best: Sequence[Candidate]) -> dict[str, set[int]]:
    """The places to look at, by document."""
    wanted: dict[str, set[int]] = {}
    for one in best[:BEST]:
        document_id, number = one.place
        wanted.setdefault(document_id, set()).update(set(range(max(0, number - REACH), number + REACH + 1)) - {number})
    return wanted


def widened(best: Sequence[Candidate], around: Around, left: int) -> list[Candidate]:
    """The neighbours that there is room for, the nearest to the best first."""
    taken, more = {one.place for one in best}, list[Candidate]()
    for distance in range(1, REACH + 1):
        for one in best[:BEST]:
            for side in (-1, 1):
                found = _neighbour(one, around, side * distance)
                if found is None or found.place in taken or (cost := found.weighed().tokens) > left:
                    continue
                if distance > 1 and not _leads_on(one, found, taken, side):
                    continue
                taken.add(found.place)
                more.append(found)
                left -= cost
    return more


def joined(ordered: Sequence[Candidate], found: Sequence[str], first_number: int, *, pinned: bool = False) -> list[Source]:
    """Sources of passages in their order; those that follow each other on one page under one heading are one.

    `found` are the ids of what was searched for, best first: a source is known by the best one that is in it.
    """
    ranks = {chunk_id: rank for rank, chunk_id in enumerate(found)}
    return [_source(run, ranks, number, pinned=pinned) for number, run in enumerate(_runs(ordered), start=first_number)]


def _neighbour(one: Candidate, around: Around, offset: int) -> Candidate | None:
    document_id, number = one.place
    return around.get((document_id, number + offset))


def _leads_on(one: Candidate, found: Candidate, taken: set[tuple[str, int]], side: int) -> bool:
    """Whether what lies between is taken, too, and all of it is one section."""
    document_id, number = found.place
    return bool(one.passage.heading) and found.passage.heading == one.passage.heading and (document_id, number - side) in taken


def _runs(ordered: Iterable[Candidate]) -> list[list[Candidate]]:
    runs: list[list[Candidate]] = []
    tokens = 0
    for one in ordered:
        if runs and _follows(runs[-1][-1], one) and tokens + one.tokens <= LONGEST:
            runs[-1].append(one)
            tokens += one.tokens
        else:
            runs.append([one])
            tokens = one.tokens
    return runs


def _follows(before: Candidate, one: Candidate) -> bool:
    """On another page it is a source of its own: a number leads to one page."""
    next_place = before.place[0], before.place[1] + 1
    return one.place == next_place and (one.passage.heading, one.passage.page) == (before.passage.heading, before.passage.page)


def _source(run: Sequence[Candidate], ranks: Mapping[str, int], number: int, *, pinned: bool) -> Source:
    first = run[0]
    return Source(
        number=number,
        chunk_id=min((one.id for one in run), key=lambda chunk_id: ranks.get(chunk_id, len(ranks))),
        document_id=first.passage.document_id,
        version=first.version,
        title=first.title,
        heading=first.passage.heading,
        text=_text(run),
        start=min(one.passage.start for one in run),
        end=max(one.passage.end for one in run),
        page=first.passage.page,
        boxes=tuple(box for one in run for box in one.passage.boxes),
        pinned=pinned,
    )


def _text(run: Sequence[Candidate]) -> str:
    """The passages one after the other, parted about as they are in their document: what stands between them was never more than blanks."""
    parts = [run[0].passage.text]
    for before, one in pairwise(run):
        gap = one.passage.start - before.passage.end
        parts += ["\n\n" if gap > 1 else " " if one.passage.kind == "text" else "\n", one.passage.text]
    return "".join(parts)
