"""The language of queries: pure, and every text means something."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.search.dates import day_of
from chat_app.services.search.expression import expression_of, one, owner_mark
from chat_app.services.search.language import MOST_TERMS, OPERATORS, Named, Term, parse
from chat_app.services.search.matching import Matcher, parts, snippet
from chat_app.services.search.service import literal_pattern
from chat_app.services.search.words import fold, stem, words

TODAY = date(2026, 11, 21)
PIECES = [*"abzäöüß \"“-:.()*'&|!<>\\_%0129\t\n", "tag:", "before:", "in:trash", " -", "日", "\u0301"]
LIKELY = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(st.one_of(st.text(max_size=600), LIKELY))
def test_every_text_is_a_query(text: str):
    query = parse(text, TODAY)

    assert len(query.terms) <= MOST_TERMS
    assert all(any(sign.isalnum() for sign in term.text) for term in query.terms)
    assert expression_of(query, one(owner_mark("0199-a"))).for_sqlite()
    assert expression_of(query, one(owner_mark("0199-a"))).for_postgres()


@given(LIKELY, LIKELY)
def test_snippets_lose_nothing_of_what_they_show(text: str, query: str):
    matcher = Matcher(parse(query, TODAY).wanted)

    assert "".join(part.text for part in parts(text, matcher.places(text))) == text
    assert len("".join(part.text for part in snippet(text, matcher))) <= 300


@given(LIKELY | st.text(alphabet="aäAÄ sSßñn_1İσς", max_size=40), st.text(alphabet="aäs ßn1İς", max_size=8))
def test_the_quick_way_to_look_for_words_misses_none(text: str, query: str):
    quick, thorough = Matcher(parse(query, TODAY).wanted), Matcher(parse(query, TODAY).wanted)
    thorough._spaced = False

    assert set(thorough.places(text)) <= set(quick.places(text))


@given(st.lists(st.sampled_from(["buch", "tag:a", 'folder:"b c"', "-x", '"p q"', "vor:2026", "hat:datei", "in:trash"]), max_size=8))
def test_operators_may_stand_anywhere(pieces: list[str]):
    forward, backward = parse(" ".join(pieces) + " ", TODAY), parse(" ".join(reversed(pieces)) + " ", TODAY)

    assert sorted(forward.tags, key=str) == sorted(backward.tags, key=str)
    assert (forward.before, forward.has_file, forward.in_trash) == (backward.before, backward.has_file, backward.in_trash)
    assert sorted(forward.terms, key=str) == sorted(backward.terms, key=str)


@given(st.text(min_size=1, max_size=40))
def test_a_text_is_found_by_its_own_words(text: str):
    assert [stem(word) for word in words(fold(text))] == [stem(word) for word in words(text)]
    literal_pattern(text)


@pytest.mark.parametrize("query", ["* * * * * x", "_ ** ` ~ x", "a* *b *c* x", "\xa8 \xa8 \xa8 \xa8 \xa8 x"])
def test_a_text_full_of_signs_takes_no_minutes(query: str):
    pattern = re.compile(literal_pattern(query), re.IGNORECASE)
    began = time.perf_counter()
    for sign in "*_`~ ":
        assert not pattern.search(sign * 2_000 + "a* " * 2_000)
    assert time.perf_counter() - began < 15


def test_signs_of_markdown_between_words_are_passed_over_and_found():
    assert re.search(literal_pattern("very big"), "**very** _big_")
    assert re.search(literal_pattern("2 * 3"), "2 *  3")


@given(st.sampled_from(sorted(OPERATORS)), st.text(alphabet="abc-.0123456789", min_size=1, max_size=12))
def test_operators_with_any_value_end_in_a_meaning_or_an_explanation(operator: str, value: str):
    query = parse(f"{operator}:{value}", TODAY)

    assert query.terms == ()
    assert query.problems or query.tags or query.folders or query.models or query.before or query.after or not query.is_empty


def test_all_parts_of_the_language():
    query = parse(
        'bücher "zweite auflage" -entwurf tag:arbeit -tag:alt ordner:"Mein Ordner" modell:gpt vor:2026-11 hat:datei in:archiv ist:favorit x',
        TODAY,
    )

    assert query.terms == (Term("bücher"), Term("zweite auflage", phrase=True), Term("entwurf", excluded=True), Term("x", open=True))
    assert query.tags == (Named("arbeit"), Named("alt", excluded=True))
    assert (query.folders, query.models) == ((Named("Mein Ordner"),), (Named("gpt"),))
    assert query.before == datetime(2026, 11, 1, tzinfo=UTC)
    assert (query.has_file, query.archived, query.favourite, query.in_trash) == (True, True, True, False)


@pytest.mark.parametrize(
    ("text", "terms"), [("http://a.b", ["http://a.b"]), ("note: x", ["note:", "x"]), ("tag:", []), ('"open', ["open"]), ("- :", [])]
)
def test_what_only_looks_like_an_operator(text: str, terms: list[str]):
    assert [term.text for term in parse(text, TODAY).terms] == terms


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-05", date(2026, 11, 5)),
        ("2026-11", date(2026, 11, 1)),
        ("2026", date(2026, 1, 1)),
        ("5.11.2026", date(2026, 11, 5)),
        ("11.2026", date(2026, 11, 1)),
        ("gestern", date(2026, 11, 20)),
        ("today", TODAY),
        ("2026-13", None),
        ("31.2.2026", None),
        ("soon", None),
    ],
)
def test_dates(text: str, day: date | None):
    assert day_of(text, TODAY) == day
