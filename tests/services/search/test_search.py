"""What is found, on both engines alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chat_app import models
from chat_app.services.kernel.ids import new_id
from tests.services.search.conftest import NOW, Desk


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Die Bücher stehen im Regal", "buch"),
        ("Ein Buch", "bücher"),
        ("Ein Buch", "Buecher "),
        ("She was running home", "run"),
        ("We run", "running "),
        ("The request was answered", "answers requested "),
        ("Straßenbahn", "strassenb"),
        ("GROSSE Straße", "straße"),
        ("conversation_state.py", "state"),
        ("Modern vectorisation", "vector"),
        ("東京の天気", "天気"),
        ("naïve café", "cafe naive"),
        ("Preis: 12,50 €", "12,50"),
    ],
)
async def test_words_are_found_in_other_forms(desk: Desk, text: str, query: str):
    desk.say(desk.chat(), text)
    desk.say(desk.chat(), "Something else altogether")

    assert await desk.shown(query) == [text]


@pytest.mark.parametrize("typed", ["ru", "run", "runn", "runni", "runnin", "running"])
async def test_a_word_is_found_while_it_is_being_typed(desk: Desk, typed: str):
    desk.say(desk.chat(), "running")

    assert await desk.shown(typed) == ["running"]


async def test_all_words_must_be_there_and_excluded_ones_not(desk: Desk):
    chat = desk.chat()
    desk.say(chat, "red apple")
    desk.say(chat, "green apple")
    desk.say(chat, "red car")

    assert await desk.shown("apple red") == ["red apple"]
    assert await desk.shown("apple -red") == ["green apple"]


async def test_a_phrase_keeps_its_order(desk: Desk):
    chat = desk.chat()
    desk.say(chat, "the second edition of the book")
    desk.say(chat, "edition of the second book")

    assert await desk.shown('"second edition"') == ["the second edition of the book"]


async def test_titles_messages_and_files_are_found(desk: Desk):
    chat = desk.chat("Quarterly report")
    desk.say(chat, "The quarterly figures", file="quarterly.pdf")

    assert {hit.kind for hit in await desk.find("quarterly")} == {"chat", "message", "file"}
    assert {hit.kind for hit in await desk.find("quarterly has:file")} == {"message", "file"}
    assert {hit.kind for hit in await desk.find("hat:datei")} == {"message", "file"}


async def test_the_words_are_marked_in_snippet_and_title(desk: Desk):
    desk.say(desk.chat("Bücher kaufen"), "lorem ipsum " * 200 + "hier steht das Buch im Schrank " + "dolor sit " * 100)
    message, title = sorted(await desk.find("buch"), key=lambda hit: hit.kind == "chat")

    assert [part.text for part in message.snippet if part.marked] == ["Buch"]
    assert len("".join(part.text for part in message.snippet)) < 200
    assert [part.text for part in title.title if part.marked] == ["Bücher"]


async def test_other_peoples_things_are_not_found(desk: Desk, make_desk: Callable[[str], Desk]):
    other = make_desk("Eve")
    other.say(other.chat("Secret plan"), "secret plan")

    assert await desk.find("secret") == []
    assert len(await other.find("secret")) == 2


async def test_trash_is_found_only_when_asked_for(desk: Desk):
    thrown, kept = desk.chat("Old invoice", deleted_at=NOW), desk.chat("New invoice")
    gone = desk.say(kept, "an invoice that was deleted")
    desk.db.write_now(lambda session: setattr(session.get(models.Message, gone), "deleted_at", NOW))

    assert [hit.conversation_id for hit in await desk.find("invoice")] == [kept]
    assert {(hit.conversation_id, hit.message_id) for hit in await desk.find("invoice in:papierkorb")} == {(thrown, ""), (kept, gone)}
    assert [hit.conversation_id for hit in await desk.find("in:trash")] == [thrown]


async def test_places_and_marks_narrow(desk: Desk):
    archived = desk.chat("Alpha plan", archived_at=NOW)
    favourite = desk.chat("Beta plan", favourite=True)
    desk.chat("Gamma plan")

    assert len(await desk.find("plan")) == 3
    assert [hit.conversation_id for hit in await desk.find("plan in:archive")] == [archived]
    assert [hit.conversation_id for hit in await desk.find("plan ist:favorit")] == [favourite]
    assert [hit.conversation_id for hit in await desk.find("is:favourite")] == [favourite]


async def test_tags_and_folders_narrow(desk: Desk):
    owner = desk.actor.user_id
    above, below, tag = new_id(), new_id(), new_id()
    desk.write(models.Folder(id=above, owner_id=owner, name="Arbeit", created_at=NOW))
    desk.write(models.Folder(id=below, owner_id=owner, name="Projekt Übersicht", parent_id=above, created_at=NOW))
    inside, outside = desk.chat("Plan A", folder_id=below), desk.chat("Plan B")
    desk.write(models.Tag(id=tag, owner_id=owner, name="dringend"))
    desk.write(models.ConversationTag(conversation_id=outside, tag_id=tag))

    async def found(query: str) -> list[str]:
        return [hit.conversation_id for hit in await desk.find(query)]

    assert await found("plan folder:arbeit") == [inside]
    assert await found('plan ordner:"projekt ubersicht"') == [inside]
    assert await found("plan tag:dringend") == [outside]
    assert await found("plan -tag:dringend") == [inside]
    assert await found("plan -folder:arbeit") == [outside]
    assert await found("tag:dringend") == [outside]


async def test_models_narrow(desk: Desk):
    chat = desk.chat("Weather", model_id="openai/gpt-4o")
    desk.say(chat, "sunny weather", role="assistant", model="openai/gpt-4o-mini")
    desk.say(chat, "rainy weather", role="assistant", model="anthropic/claude-sonnet-4")

    assert await desk.shown("weather model:claude") == ["rainy weather"]
    assert await desk.shown("weather modell:gpt-4o") == ["Weather", "sunny weather"]
    assert "rainy weather" in await desk.shown("weather -model:gpt-4o")


async def test_dates_narrow(desk: Desk):
    chat = desk.chat()
    for day in (1, 10, 20):
        desk.say(chat, f"standup of day {day}", at=datetime(2026, 11, day, 9, tzinfo=UTC))

    assert await desk.shown("standup before:2026-11-10") == ["standup of day 1"]
    assert await desk.shown("standup nach:10.11.2026 vor:2026-11-20") == ["standup of day 10"]
    assert await desk.shown("standup after:2027") == []


async def test_days_begin_where_the_reader_lives(desk: Desk):
    desk.say(desk.chat(), "late call", at=datetime(2026, 11, 9, 23, 30, tzinfo=UTC))
    in_berlin = await desk.search.search(desk.actor, "call after:2026-11-10", offset=timedelta(hours=1))

    assert len(in_berlin.hits) == 1
    assert await desk.find("call after:2026-11-10") == []


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("x before:soon", "search.problem_date"),
        ("x has:fun", "search.problem_has"),
        ("x in:space", "search.problem_in"),
        ("x is:great", "search.problem_is"),
        ("x tag:unknown", "search.problem_tag"),
        ("x folder:unknown", "search.problem_folder"),
    ],
)
async def test_what_makes_no_sense_is_explained(desk: Desk, query: str, key: str):
    results = await desk.search.search(desk.actor, query)

    assert [problem.key for problem in results.problems] == [key]


async def test_newer_and_better_hits_come_first(desk: Desk):
    chat = desk.chat()
    desk.say(chat, "database", at=NOW - timedelta(days=400))
    desk.say(chat, "database today", at=NOW)
    desk.chat("Database")

    assert await desk.shown("database") == ["Database", "database today", "database"]


async def test_what_is_indexed_late_stands_at_its_time(desk: Desk):
    chat = desk.chat()
    desk.say(chat, "newer note", at=NOW)
    desk.say(chat, "older note", at=NOW - timedelta(days=500))

    assert await desk.shown("note") == ["newer note", "older note"]


async def test_messages_of_one_moment_all_find_a_place(desk: Desk):
    chat = desk.chat()
    for number in range(60):
        desk.say(chat, f"imported note {number}")

    assert len(await desk.find("imported")) == 50
    assert len(await desk.find("imported 59 ")) == 1


async def test_quick_gives_chats_titles_first(desk: Desk):
    by_text, by_title = desk.chat("Other"), desk.chat("Budget 2026")
    desk.say(by_text, "about the budget")
    desk.say(by_title, "about the budget")

    assert [hit.conversation_id for hit in await desk.search.quick(desk.actor, "budg", 5)] == [by_title, by_text]


async def test_places_in_a_chat_are_counted_over_its_branch(desk: Desk):
    chat = desk.chat()
    first = desk.say(chat, "Die Größe, die GRÖSSE")
    desk.say(chat, "Größe in another branch", parent=first)
    last = desk.say(chat, "keine Grösse", parent=first)
    found = await desk.search.in_chat(desk.actor, chat, "größe")

    assert [(match.message_id, match.count) for match in found.matches] == [(first, 2), (last, 1)]
    assert (await desk.search.in_chat(desk.actor, chat, "(nothing [here")).matches == ()


async def test_recent_searches_are_kept_latest_first(desk: Desk):
    for text in ("one", "two", "three", "one"):
        await desk.search.keep_recent(desk.actor, text)

    assert (await desk.search.vocabulary(desk.actor)).recent[0] == "one"
    assert sorted((await desk.search.vocabulary(desk.actor)).recent) == ["one", "three", "two"]
    await desk.search.forget_recent(desk.actor)
    assert (await desk.search.vocabulary(desk.actor)).recent == ()
