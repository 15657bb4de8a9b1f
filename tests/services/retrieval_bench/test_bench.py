"""Questions of a project, and how well their passages are found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from chat_app import models
from chat_app.errors import InvalidInputError, NotAllowedError, NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.dto import Passage
from chat_app.services.retrieval.dto import SearchHit, SearchStage, SearchWish
from chat_app.services.retrieval_bench.dto import BenchRun, Place
from chat_app.services.retrieval_bench.errors import TooManyQuestionsError
from chat_app.services.retrieval_bench.questions import MOST_QUESTIONS, BenchQuestions
from chat_app.services.retrieval_bench.runs import DEPTH, KEPT_RUNS, BenchRuns, rank_of
from tests.services.knowledge.conftest import House, paragraphs


def hit(passage: Passage) -> SearchHit:
    return SearchHit(passage.id, passage.document_id, "a", "", passage.text, 0, 0, 1, (), passage.number, 1.0)


@dataclass
class Told:
    """Answers with the hits that it has for a text, first a stage with none."""

    hits: dict[str, list[SearchHit]] = field(default_factory=dict)
    wishes: list[SearchWish] = field(default_factory=list)
    askers: list[str] = field(default_factory=list)

    async def search(self, actor: Actor, wish: SearchWish) -> AsyncIterator[SearchStage]:
        self.wishes.append(wish)
        self.askers.append(actor.user_id)
        yield SearchStage("words", 1, (), answerable=False)
        yield SearchStage("done", 7, tuple(self.hits.get(wish.text, [])), answerable=True)


class Bench:
    """Ada's project with one document of three passages."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ada, self.bo, self.cy = (house.person(name) for name in ("Ada", "Bo", "Cy"))
        self.project = house.project(self.ada)
        self.told = Told()
        self.questions = BenchQuestions(house.db, house.clock)
        self.runs = BenchRuns(house.db, self.told, house.clock)

    async def fill(self) -> Bench:
        self.document = await self.house.read(self.ada, paragraphs("Bees", "Wasps", "Ants"), folder_id=self.project)
        self.passages = (await self.house.passages.list(self.ada, self.document.id)).items
        return self

    def place(self, number: int) -> Place:
        return Place(self.document.id, self.passages[number].id)

    async def ask(self, text: str, *places: Place) -> str:
        return (await self.questions.create(self.ada, self.project, text, places)).id

    async def run(self, actor: Actor | None = None) -> BenchRun:
        progress = [each async for each in self.runs.run(actor or self.ada, self.project)]
        assert [(each.done, each.total) for each in progress] == [(done, len(progress) - 1) for done in range(len(progress))]
        assert progress[-1].run is not None
        return progress[-1].run


@pytest.fixture
async def bench(house: House) -> Bench:
    return await Bench(house).fill()


class TestQuestions:
    async def test_shows_where_the_answer_stands(self, bench: Bench) -> None:
        await bench.ask("  How do bees \n dance? ", bench.place(0), bench.place(0), Place(bench.document.id))
        (question,) = await bench.questions.list(bench.ada, bench.project)
        assert (question.text, question.author) == ("How do bees dance?", "Ada")
        assert [(each.title, each.chunk_id) for each in question.expected] == [("a.txt", bench.passages[0].id), ("a.txt", "")]

    async def test_a_change_puts_both_anew(self, bench: Bench) -> None:
        id_ = await bench.ask("Bees?", bench.place(0))
        changed = await bench.questions.change(bench.ada, id_, "Wasps?", [bench.place(1)])
        assert (changed.text, changed.expected[0].chunk_id) == ("Wasps?", bench.passages[1].id)
        await bench.questions.delete(bench.ada, id_)
        assert await bench.questions.list(bench.ada, bench.project) == []
        with pytest.raises(NotFoundError):
            await bench.questions.delete(bench.ada, id_)

    async def test_refuses_what_makes_no_sense(self, bench: Bench) -> None:
        for text, places in (("", [bench.place(0)]), ("x" * 2_001, [bench.place(0)]), ("Bees?", [])):
            with pytest.raises(InvalidInputError):
                await bench.questions.create(bench.ada, bench.project, text, places)
        foreign = await bench.house.read(bench.cy, "Only Cy's")
        with pytest.raises(NotFoundError):
            await bench.ask("Whose?", Place(foreign.id))

    async def test_there_is_an_end_of_them(self, bench: Bench) -> None:
        rows = [
            models.RetrievalQuestion(id=new_id(), folder_id=bench.project, text=f"{number}", created_at=bench.house.clock())
            for number in range(MOST_QUESTIONS)
        ]
        bench.house.db.write_now(lambda session: session.add_all(rows))
        with pytest.raises(TooManyQuestionsError):
            await bench.ask("One more?", bench.place(0))

    async def test_viewers_read_them_and_others_know_nothing_of_them(self, bench: Bench) -> None:
        id_ = await bench.ask("Bees?", bench.place(0))
        for actor in (bench.bo, bench.cy):
            with pytest.raises(NotFoundError):
                await bench.questions.list(actor, bench.project)
            with pytest.raises(NotFoundError):
                await bench.questions.delete(actor, id_)
        bench.house.share(bench.project, bench.bo, "viewer")
        (seen,) = await bench.questions.list(bench.bo, bench.project)
        assert seen.expected[0].title == "a.txt"
        with pytest.raises(NotAllowedError):
            await bench.questions.change(bench.bo, id_, "Mine?", [bench.place(0)])
        bench.house.share(bench.project, bench.bo, "editor")
        assert (await bench.questions.change(bench.bo, id_, "Mine?", [bench.place(0)])).author == "Ada"

    async def test_a_document_that_went_is_no_longer_named(self, bench: Bench) -> None:
        await bench.ask("Bees?", bench.place(0))
        await bench.house.parts.trash.delete(bench.ada, [bench.document.id])
        (question,) = await bench.questions.list(bench.ada, bench.project)
        assert [(each.title, each.heading) for each in question.expected] == [("", "")]

    async def test_a_project_takes_its_bench_along(self, bench: Bench) -> None:
        await bench.ask("Bees?", bench.place(0))
        await bench.run()
        bench.house.db.write_now(lambda session: session.delete(session.get_one(models.Folder, bench.project)))
        assert bench.house.count(models.RetrievalQuestion, models.RetrievalRun) == [0, 0]


class TestRuns:
    async def test_says_at_which_rank_the_passages_came(self, bench: Bench) -> None:
        first, second, third = bench.passages[:3]
        bees = await bench.ask("Bees?", bench.place(0))
        wasps = await bench.ask("Wasps?", bench.place(1), bench.place(2))
        nothing = await bench.ask("Nothing?", bench.place(0))
        bench.told.hits = {"Bees?": [hit(second), hit(first)], "Wasps?": [hit(third), hit(second)], "Nothing?": [hit(second)]}
        run = await bench.run()
        assert [(each.question_id, each.rank, each.ms) for each in run.outcomes] == [(bees, 2, 7), (wasps, 1, 7), (nothing, 0, 7)]
        assert (run.asked, run.found, run.mean_reciprocal_rank, run.runner) == (3, 2, 0.5, "Ada")
        assert run.outcomes[0].hits[0].title == "a.txt"
        assert {(wish.kind, wish.folder_id, wish.limit) for wish in bench.told.wishes} == {("project", bench.project, DEPTH)}
        assert await bench.runs.get(bench.ada, run.id) == run
        (listed,) = await bench.runs.list(bench.ada, bench.project)
        assert (listed.id, listed.found, listed.outcomes) == (run.id, 2, ())

    async def test_searches_with_the_rights_of_who_runs_it(self, bench: Bench) -> None:
        await bench.ask("Bees?", bench.place(0))
        with pytest.raises(NotFoundError):
            await bench.run(bench.bo)
        bench.house.share(bench.project, bench.bo, "viewer")
        with pytest.raises(NotAllowedError):
            await bench.run(bench.bo)
        bench.house.share(bench.project, bench.bo, "editor")
        run = await bench.run(bench.bo)
        assert (run.runner, bench.told.askers) == ("Bo", [bench.bo.user_id])
        with pytest.raises(NotFoundError):
            await bench.runs.get(bench.cy, run.id)
        with pytest.raises(NotFoundError):
            await bench.runs.list(bench.cy, bench.project)

    async def test_what_a_reader_may_not_read_any_more_has_no_name(self, bench: Bench) -> None:
        await bench.ask("Bees?", bench.place(0))
        bench.told.hits = {"Bees?": [hit(bench.passages[0])]}
        run = await bench.run()
        bench.house.db.write_now(lambda session: setattr(session.get_one(models.Document, bench.document.id), "folder_id", None))
        bench.house.share(bench.project, bench.bo, "viewer")
        seen = await bench.runs.get(bench.bo, run.id)
        assert [(each.rank, each.hits[0].title) for each in seen.outcomes] == [(1, "")]

    async def test_a_run_of_nothing_is_refused(self, bench: Bench) -> None:
        with pytest.raises(InvalidInputError):
            await bench.run()
        with pytest.raises(NotFoundError):
            await bench.runs.get(bench.ada, new_id())

    async def test_only_the_latest_are_kept(self, bench: Bench) -> None:
        old = [models.RetrievalRun(id=new_id(), folder_id=bench.project, created_at=bench.house.clock()) for _ in range(KEPT_RUNS)]
        bench.house.db.write_now(lambda session: session.add_all(old))
        await bench.ask("Bees?", bench.place(0))
        run = await bench.run()
        kept = await bench.runs.list(bench.ada, bench.project)
        assert (len(kept), kept[0].id) == (KEPT_RUNS, run.id)
        assert old[0].id not in {each.id for each in kept}


def test_any_passage_of_a_document_will_do_where_none_is_named() -> None:
    hits = [SearchHit(chunk, document, "", "", "", 0, 0, 0, (), 0, 0.0) for chunk, document in (("c1", "d1"), ("c2", "d2"), ("c3", "d2"))]
    assert rank_of(hits, [Place("d2")]) == 2
    assert rank_of(hits, [Place("d2", "c3")]) == 3
    assert rank_of(hits, [Place("d1", "c9")]) == 0
