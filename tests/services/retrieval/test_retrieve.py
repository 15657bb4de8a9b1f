"""What an answer is given, and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from chat_app.db import Database
from chat_app.integrations.reranking.port import RerankerUnavailableError
from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval.dto import Retrieved, Source
from chat_app.services.retrieval.scopes import Scope
from chat_app.services.retrieval.trace import read_trace
from tests.services.knowledge.conftest import paragraphs
from tests.services.retrieval.conftest import Library

BRIDGE = "The bridge over the Aare was built by Karl Moser in 1883."
CHEESE = "Emmental cheese has holes since bacteria make gas in it."


class Backwards:
    """A reranker that likes what has this word."""

    model = "backwards"

    def __init__(self, word: str = "", *, is_away: bool = False) -> None:
        self.word, self.is_away = word, is_away
        self.read: list[str] = []

    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        if self.is_away:
            raise RerankerUnavailableError("away")
        self.read += passages
        return [float(self.word in passage) for passage in passages]

    async def close(self) -> None:
        """Nothing is held."""


def steps_of(retrieved: Retrieved) -> list[str]:
    return [step.name for step in retrieved.trace.steps]


async def shelved(library: Library, *texts: str) -> tuple[Actor, list[str]]:
    ada = library.person()
    return ada, [(await library.read(ada, text, f"{number}.txt")).id for number, text in enumerate(texts)]


async def test_an_answer_is_given_what_stands_there_and_where(library: Library):
    ada, (bridge, _) = await shelved(library, BRIDGE, CHEESE)
    retrieved = await library.ask(ada, "Who built the bridge?")
    assert (retrieved.answerable, retrieved.searched, retrieved.failed) == (True, True, "")
    (source,) = retrieved.sources
    (passage,) = (await library.passages.list(ada, bridge)).items
    assert source == Source(1, passage.id, bridge, 1, "0.txt", "", BRIDGE, 0, len(BRIDGE), 0, ())
    trace = retrieved.trace
    assert steps_of(retrieved) == ["words", "meaning", "fused", "duplicates", "neighbours", "packed"]
    assert (trace.question, trace.queries, trace.passages, trace.given) == (
        "Who built the bridge?",
        ("Who built the bridge?",),
        2,
        ((1, passage.id),),
    )
    assert trace.steps[2].hits[0].coverage
    assert trace.limits["budget"] == 6_000
    assert BRIDGE not in trace.to_json()
    assert read_trace(trace.to_json()) == trace


async def test_what_is_not_there_is_said_to_be_not_there(library: Library):
    ada, _ = await shelved(library, BRIDGE, CHEESE)
    retrieved = await library.ask(ada, "What does a bicycle weigh in Paraguay?")
    assert (retrieved.sources, retrieved.answerable, retrieved.searched) == ((), False, True)


async def test_who_has_no_documents_searches_nothing(library: Library):
    retrieved = await library.ask(library.person(), "Who built the bridge?")
    assert (retrieved.sources, retrieved.searched, retrieved.failed) == ((), False, "")
    assert library.indexes.made == {}


async def test_an_index_that_is_away_leaves_what_is_pinned(library: Library):
    ada, (_, cheese) = await shelved(library, BRIDGE, CHEESE)
    library.index().is_away = True
    library.index().search_sparse = _away
    retrieved = await library.ask(ada, "Who built the bridge?", Scope("everything", pinned_ids=(cheese,)))
    assert [source.document_id for source in retrieved.sources] == [cheese]
    assert (retrieved.searched, retrieved.failed, retrieved.trace.failed) == (False, "retrieval.away", "retrieval.away")


async def test_any_other_fault_is_no_fault_of_the_turn(library: Library, caplog: pytest.LogCaptureFixture):
    ada, _ = await shelved(library, BRIDGE)
    library.index().search_sparse = _broken
    retrieved = await library.ask(ada, "Who built the bridge?")
    assert (retrieved.sources, retrieved.searched, retrieved.failed) == ((), False, "retrieval.failed")
    assert "no list" in caplog.text


async def test_pinned_documents_come_whole_and_first_and_in_their_order(library: Library):
    ada, (bridge, cheese, long) = await shelved(library, BRIDGE, CHEESE, paragraphs("Alpha", "Beta"))
    retrieved = await library.ask(ada, "Who built the bridge?", Scope("everything", pinned_ids=(long, cheese)))
    assert [source.number for source in retrieved.sources] == list(range(1, len(retrieved.sources) + 1))
    *pinned, found = retrieved.sources
    assert [source.document_id for source in pinned] == [long] * (len(pinned) - 1) + [cheese]
    assert [source.pinned for source in retrieved.sources] == [True] * len(pinned) + [False]
    assert " ".join(" ".join(source.text for source in pinned[:-1]).split()) == " ".join(paragraphs("Alpha", "Beta").split())
    assert found.document_id == bridge
    again = await library.ask(ada, "Who built the bridge?", Scope("everything", pinned_ids=(bridge,)))
    assert [(source.document_id, source.pinned) for source in again.sources] == [(bridge, True)]
    alone = await library.ask(ada, "Who built the bridge?", Scope("none", pinned_ids=(cheese,)))
    assert (len(alone.sources), alone.searched, alone.answerable) == (1, False, True)


async def test_a_pinned_document_that_does_not_fit_is_left_out_whole(library: Library):
    ada, (bridge, long) = await shelved(library, BRIDGE, paragraphs("Alpha", "Beta", "Gamma"))
    scope = Scope("none", pinned_ids=(long, bridge))
    retrieved = await library.ask(ada, "What?", scope, room=500)
    assert [source.document_id for source in retrieved.sources] == [bridge]
    assert (retrieved.trace.left_out, retrieved.trace.pinned) == ((long,), (bridge,))


async def test_around_the_best_is_read_what_there_is_room_for(library: Library):
    ada, (book,) = await shelved(library, paragraphs("Alpha", "Beta", "Gamma", "Delta", "Omega"))
    passages = (await library.passages.list(ada, book)).items
    at = next(number for number, passage in enumerate(passages) if "Gamma" in passage.text)
    wide = await library.ask(ada, "Gamma")
    assert wide.sources
    text = " ".join(source.text for source in wide.sources)
    assert passages[at - 1].text in text
    assert all(before.number + 1 == after.number for before, after in pairwise(wide.sources))
    tight = await library.ask(ada, "Gamma", budget=passages[at].tokens * 3 // 2)
    assert sum(len(source.text) for source in tight.sources) < len(text)
    nothing = await library.ask(ada, "Gamma", budget=10)
    assert nothing.sources == ()
    assert {cut.why for cut in nothing.trace.cut} == {"budget"}


async def test_the_same_twice_is_given_once(library: Library):
    ada, _ = await shelved(library, BRIDGE + " It is long.", BRIDGE + " It is wide.")
    retrieved = await library.ask(ada, "Who built the bridge over the Aare?")
    assert len(retrieved.sources) == 1
    (cut,) = retrieved.trace.cut
    assert (cut.why, cut.instead) == ("duplicate", retrieved.sources[0].chunk_id)


async def test_a_follow_up_is_searched_for_with_what_was_asked_before(library: Library):
    ada, (bridge, _) = await shelved(library, BRIDGE, CHEESE)
    assert not (await library.ask(ada, "And when?")).sources
    earlier = (("user", "Who built the bridge over the Aare?"), ("assistant", "Karl Moser did."))
    retrieved = await library.ask(ada, "And when?", earlier=earlier)
    assert [source.document_id for source in retrieved.sources] == [bridge]
    assert retrieved.trace.queries == ("And when?", "Who built the bridge over the Aare? And when?")


async def test_what_a_model_makes_of_a_question_is_searched_for(library: Library):
    ada, (_, cheese) = await shelved(library, BRIDGE, CHEESE)
    library.wordings.lines = ["Why is it full of gaps?", "Emmental cheese holes"]
    retrieved = await library.ask(ada, "Why is it so?")
    assert [source.document_id for source in retrieved.sources] == [cheese]
    assert retrieved.trace.queries == tuple(library.wordings.lines)
    assert retrieved.trace.models["rewrite"] == "one/a"
    assert retrieved.trace.steps[2].hits[0].query == 1


async def test_a_reranker_has_the_last_word_on_the_order(library: Library):
    ada, (first, second) = await shelved(library, "Bridge bridge Aare.", "The Aare has a bridge, too, a wooden one.")
    plain = await library.ask(ada, "bridge Aare")
    reranker = Backwards("wooden")
    library.retrieval = library.made(reranker)
    retrieved = await library.ask(ada, "bridge Aare")
    assert {source.document_id for source in plain.sources} == {first, second}
    assert retrieved.sources[0].document_id == second
    assert retrieved.trace.models["rerank"] == "backwards"
    assert [hit.rerank for hit in next(step for step in retrieved.trace.steps if step.name == "reranked").hits] == [1.0, 0.0]
    library.retrieval = library.made(Backwards(is_away=True))
    assert (await library.ask(ada, "bridge Aare")).sources == plain.sources
    assert len(reranker.read) == 2


async def test_by_words_and_meaning_in_the_real_index(db: Database, tmp_path: Path):
    library = Library(db, tmp_path)
    library.parts.generations._indexes = EdgeIndexes(tmp_path / "vectors")
    try:
        ada, (bridge, _) = await shelved(library, BRIDGE, CHEESE)
        retrieved = await library.ask(ada, "Who built the bridge?")
        assert retrieved.sources[0].document_id == bridge
        assert retrieved.trace.models == {"meaning": "letters"}
        best = retrieved.trace.steps[2].hits[0]
        assert best.cosine
        assert best.coverage
        stages = await library.look(ada, "Who built the bridge?")
        assert [stage.stage for stage in stages] == ["words", "meaning", "fused", "done"]
        assert stages[-1].hits[0].document_id == bridge
        library.embedder.is_away = True
        words = await library.ask(ada, "Who built the bridge?")
        assert [source.document_id for source in words.sources] == [bridge]
        assert words.trace.models == {}
    finally:
        await library.parts.generations._indexes.close()
        await library.parts.close()


async def _away(*_: object) -> None:
    from chat_app.integrations.vectors.port import IndexUnavailableError

    raise IndexUnavailableError("away")


async def _broken(*_: object) -> None:
    raise TypeError("no list")


async def test_a_search_says_which_way_it_found(library: Library):
    ada, (bridge, _) = await shelved(library, BRIDGE, CHEESE)
    library.embedder.is_away = True
    assert [stage.stage for stage in await library.look(ada, "bridge Aare", mode="words")] == ["words", "done"]
    stages = await library.look(ada, "bridge Aare", mode="meaning")
    assert [stage.stage for stage in stages] == ["words", "done"]
    assert [hit.document_id for hit in stages[-1].hits] == [bridge]
    (nothing,) = await library.look(ada, "  ")
    assert (nothing.stage, nothing.hits, nothing.answerable) == ("done", (), False)
    library.retrieval = library.made(Backwards("bridge"))
    stages = await library.look(ada, "bridge Aare or cheese", limit=1)
    assert [stage.stage for stage in stages] == ["words", "reranked", "done"]
    assert [(hit.document_id, hit.rerank) for hit in stages[-1].hits] == [(bridge, 1.0)]


async def test_a_project_is_searched_with_the_folders_in_it(library: Library):
    ada = library.person()
    top = library.nest(ada)
    here = library.nest(ada, top)
    documents = [await library.read(ada, text, "a.txt", where) for text, where in ((BRIDGE, top), (f"{BRIDGE} Indeed.", here))]
    (last,) = (await library.look(ada, "bridge", kind="project", folder_id=here))[-1:]
    assert {hit.document_id for hit in last.hits} == {documents[1].id}
    (first,) = (await library.look(ada, "bridge", kind="project", folder_id=top))[:1]
    assert {hit.document_id for hit in first.hits} == {document.id for document in documents}
