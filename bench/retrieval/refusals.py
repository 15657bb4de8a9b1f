"""How often a question is wrongly told that it has no answer, and how often passages on other subjects pass for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.retrieval.searching import Asked, ask_all
from bench.retrieval.sets import JudgedSet
from chat_app.services.retrieval.fusion import fuse
from chat_app.services.retrieval.threshold import is_answerable

_STRANGERS = (
    ("xquad_en", "cranfield"),
    ("xquad_de", "cranfield"),
    ("adi", "cranfield"),
    ("cranfield", "xquad_en"),
    ("cranfield", "xquad_de"),
)
"""Whose questions are asked of whose passages, which are about something else."""
_SCOPES = (3, 10, 50)
"""Passages of small projects: an answer and what stands around it, or something else."""


async def refusals(sets: Mapping[str, JudgedSet], own: Mapping[str, Sequence[Asked]]) -> dict[str, object]:
    """Shares of all questions: `refused` of those with an answer, `passed` of those without; each also by words alone."""
    refused = {name: _shares(asked, len(sets[name].passages), passed=False) for name, asked in own.items()}
    passed: dict[str, Mapping[str, float]] = {}
    for asking, asked in _STRANGERS:
        answers = await ask_all(sets[asked].passages, sets[asking].questions)
        passed[f"{asking}_of_{asked}"] = _shares(answers, len(sets[asked].passages), passed=True)
        for size in _SCOPES if asking == "xquad_en" else ():
            scopes = [range(start % (1_400 - size), start % (1_400 - size) + size) for start in range(0, 7 * len(answers), 7)]
            passed[f"{asking}_of_{size}_of_{asked}"] = _shares(
                await ask_all(sets[asked].passages, sets[asking].questions, scopes), size, passed=True
            )
    for name in ("cranfield", "xquad_en", "xquad_de"):
        for size in _SCOPES:
            refused[f"{name}_of_{size}"] = _shares(await _asked_around(sets[name], size), size, passed=False)
    return {"refused": refused, "passed": passed}


async def _asked_around(judged: JudgedSet, size: int) -> list[Asked]:
    starts = [max(0, min(min(right) - size // 2, len(judged.passages) - size)) for right in judged.relevant]
    return await ask_all(judged.passages, judged.questions, [range(start, start + size) for start in starts])


def _shares(asked: Sequence[Asked], passages: int, *, passed: bool) -> Mapping[str, float]:
    return {
        "both": _share([is_answerable(fuse(one.dense, one.lexical, one.query, passages), passages) is passed for one in asked]),
        "words": _share([is_answerable(fuse([], one.lexical, one.query, passages), passages) is passed for one in asked]),
    }


def _share(found: Sequence[bool]) -> float:
    return round(sum(found) / len(found), 4)
