"""The part "retrieval"."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bench import figures
from bench.retrieval import speed
from bench.retrieval.ranking import mean_ndcg
from bench.retrieval.refusals import refusals
from bench.retrieval.searching import Asked, ask_all, number_of
from bench.retrieval.sets import JudgedSet, all_sets, folder
from chat_app.services.retrieval.fusion import fuse

_RRF = 60


def measure() -> None:
    """Measure and keep `retrieval.json`."""
    sets = {judged.name: judged for judged in all_sets(folder())}
    result, answers = dict[str, object](), dict[str, list[Asked]]()
    for name, judged in sets.items():
        answers[name] = asyncio.run(ask_all(judged.passages, judged.questions))
        result[name] = _quality(judged, answers[name])
        print(name, result[name], flush=True)
    result["across"] = asyncio.run(_across(sets["xquad_en"], sets["xquad_de"]))
    result["refusals"] = asyncio.run(refusals(sets, answers))
    german = sets["xquad_de"]
    result["speed"] = speed.speeds(german.passages, german.questions, answers["cranfield"])
    print(*(result[name] for name in ("across", "refusals", "speed")), sep="\n", flush=True)
    figures.save("retrieval", result)


def _quality(judged: JudgedSet, asked: Sequence[Asked]) -> Mapping[str, object]:
    """nDCG@10 of each way; `halves` are those of every other question: how much of the hybrid's figure is chance."""
    size = len(judged.passages)
    hybrid = [[number_of(hit.id) for hit in fuse(one.dense, one.lexical, one.query, size)] for one in asked]
    orders = {
        "words": [[number_of(hit.id) for hit in one.lexical] for one in asked],
        "meaning": [[number_of(hit.id) for hit in one.dense] for one in asked],
        "rrf": [_by_places(one) for one in asked],
        "hybrid": hybrid,
    }
    halves = [round(mean_ndcg(hybrid[start::2], judged.relevant[start::2]), 4) for start in (0, 1)]
    return {
        "questions": len(asked),
        **{name: round(mean_ndcg(order, judged.relevant), 4) for name, order in orders.items()},
        "halves": halves,
    }


def _by_places(asked: Asked) -> list[int]:
    """Reciprocal rank fusion with equal weights (Cormack and others, 2009): what fusing is compared with."""
    scores: dict[int, float] = {}
    for hits in (asked.dense, asked.lexical):
        for place, hit in enumerate(hits, start=1):
            number = number_of(hit.id)
            scores[number] = scores.get(number, 0.0) + 1 / (_RRF + place)
    return sorted(scores, key=lambda number: -scores[number])


async def _across(english: JudgedSet, german: JudgedSet) -> dict[str, object]:
    """Questions in one language, passages in the other: words find little, and must not drown what meaning finds."""
    found: dict[str, object] = {}
    for asking, asked in ((german, english), (english, german)):
        answers = await ask_all(asked.passages, asking.questions)
        found[f"{asking.name}_of_{asked.name}"] = _quality(replace(asked, questions=asking.questions), answers)
    return found
