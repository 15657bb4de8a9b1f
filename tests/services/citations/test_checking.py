"""Numbers and quotes of answers, held against their sources."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.citations.checking import Quote, check, citations, renumbered, without_missing
from chat_app.services.citations.plain import plain
from chat_app.services.citations.prose import prose_of

SOURCES = {1: "Die Zu-\nlassung gilt “höchstens zwölf Jahre” ab dem Tag.", 2: "Zwei – drei", 12: "It's all."}


@pytest.mark.parametrize(
    ("text", "kept", "numbers", "missing"),
    [
        ("So it is [1].", "So it is [1].", (1,), ()),
        ("So it is [7].", "So it is.", (), (7,)),
        ("So [1][7][2], so", "So [1][2], so", (1, 2), (7,)),
        ("So [1, 2; 9] and [ 12 ].", "So [1][2] and [12].", (1, 2, 12), (9,)),
        ("So [1-3] and [1–2].", "So [1][2] and [1][2].", (1, 2), (3,)),
        ("word[1] word[9]", "word[1] word", (1,), (9,)),
        ("`[9]` and ``a ` [9]`` [1]", "`[9]` and ``a ` [9]`` [1]", (1,), ()),
        ("```\n[9]\n```\nafter [9]", "```\n[9]\n```\nafter", (), (9,)),
        ("~~~~\n```\n[9]\n~~~~\nx [1]", "~~~~\n```\n[9]\n~~~~\nx [1]", (1,), ()),
        ("```\nnot closed [9]", "```\nnot closed [9]", (), ()),
        ("- item\n  ```py\n  a[9]\n  ```\n  b [9]", "- item\n  ```py\n  a[9]\n  ```\n  b", (), (9,)),
        ("a ` b [9]", "a ` b", (), (9,)),
        ("$x[9]$ and $$\ny[9]\n$$ and \\(z[9]\\) and \\[ [9] \\]", None, (), ()),
        ("It costs $5 [1] and $6 [9].", "It costs $5 [1] and $6.", (1,), (9,)),
        ("[9](https://a.org) [9](b.md 'c') ![9](d.png)", None, (), ()),
        ("see https://a.org/x[9] [1]", "see https://a.org/x[9] [1]", (1,), ()),
        ("[1](as said) here", "[1](as said) here", (1,), ()),
        ("[9]: https://a.org\n\nx [1]", "[9]: https://a.org\n\nx [1]", (1,), ()),
        ("[9]: says so", ": says so", (), (9,)),
        ("a footnote[^9], a year [2026], nothing [0], a task [x], \\[9]", None, (), ()),
        ("[[9]1] [1[9]2]", "[1]", (1,), (9, 12 + 0)),
        ("", "", (), ()),
    ],
)  # fmt: skip
def test_numbers(text: str, kept: str | None, numbers: tuple[int, ...], missing: tuple[int, ...]) -> None:
    sources = {number: text for number, text in SOURCES.items() if text and (number != 12 or "[[" not in text)}
    if text.startswith("[["):
        del sources[12]
    checked = check(text, sources)
    assert (checked.text, checked.numbers, checked.missing) == (text if kept is None else kept, numbers, missing)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Es gilt „höchstens zwölf Jahre“ [1].", [("höchstens zwölf Jahre", 1, True)]),
        ("Es gilt „höchstens elf Jahre“ [1].", [("höchstens elf Jahre", 1, False)]),
        ("„Die Zulassung gilt“ sagt er, und zwar so [1].", [("Die Zulassung gilt", 1, True)]),
        ('"Zwei - drei" [1][2]', [("Zwei - drei", 2, True)]),
        ("»It’s all.« [12]", [("It’s all.", 12, True)]),
        ("«Zwei   –\ndrei» [2]", [("Zwei   –\ndrei", 2, True)]),
        ('"Zwei – drei". [2]', [("Zwei – drei", 2, True)]),
        ('"Zwei – drei". Then something [2].', []),
        ('"Zwei – drei" stands alone.', []),
        ('"Zwei – drei"\n\nnext [2]', []),
        ('`"Zwei – drei"` [2]', []),
        ('A 5" pipe and a 6" one [2].', []),
        ('"Zwei" and "vier" [2].', [("Zwei", 2, True), ("vier", 2, False)]),
        ('"ZWEI – drei" [2]', [("ZWEI – drei", 2, False)]),
        ("“Zwei – drei” [9]", []),
    ],
)
def test_quotes(text: str, quotes: list[tuple[str, int, bool]]) -> None:
    assert list(check(text, SOURCES).quotes) == [Quote(*quote) for quote in quotes]


def test_other_numbers_are_put_in_their_place() -> None:
    assert renumbered("a [1, 2] `[1]` b [3]", {1: 4, 2: 5}) == "a [4][5] `[1]` b "


PIECES = st.sampled_from(
    ["[1]", "[2]", "[9]", "[1, 9]", "[2-4]", " ", "\n", "\n\n", "`", "``", "```\n", "~~~\n", "$", "$$", "\\(", "\\)", "\\[", "\\]", "[", "]", "(", ")",
     "[^1]", "](https://a.b)", "word", "„", "“", '"', "Zwei – drei", "1", "9", ",", "\\", ": x", "> ", "- ", ".", "\r", "\u2028"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS | st.text(max_size=60))
def test_what_is_kept_has_no_number_without_a_source(text: str) -> None:
    checked = check(text, SOURCES)
    left = list(citations(prose_of(checked.text)))
    assert all(len(each.numbers) == 1 and each.numbers[0] in SOURCES for each in left)
    assert set(checked.numbers) <= SOURCES.keys()
    assert not set(checked.missing) & SOURCES.keys()
    assert without_missing(checked.text, SOURCES) == (checked.text, ())
    for quote in checked.quotes:
        assert quote.literal == (plain(quote.text) in plain(SOURCES[quote.number]) and plain(quote.text) != "")
        assert quote.text in checked.text


@given(TEXTS)
def test_covering_keeps_each_sign_in_its_place(text: str) -> None:
    shown = prose_of(text)
    assert len(shown) == len(text)
    assert all(sign in ("\x00", "\x01", text[at]) for at, sign in enumerate(shown))
    assert [at for at, sign in enumerate(shown) if sign == "\n"] == [at for at, sign in enumerate(text) if sign == "\n"]


@given(TEXTS)
def test_code_is_left_as_it_is(text: str) -> None:
    block = f"\n\n```\n{text.replace('`', '').replace('~', '')}\n```\n\n"
    assert block in check(f"Before.{block}After [9].", SOURCES).text


@pytest.mark.parametrize(
    "piece", ["`", "$", '"', "„", "[", "[1", "[9]", "[[9]", "\\[", "$a ", "](", "``` \n", '"a" [1] ', "[1-9", "http://"]
)
def test_long_answers_take_no_longer_than_they_are_long(piece: str) -> None:
    began = time.perf_counter()
    check(piece * (200_000 // len(piece)), SOURCES)
    assert time.perf_counter() - began < 10


def test_a_wide_range_of_numbers_is_not_written_out() -> None:
    checked = check("So it is [1-999].", SOURCES)
    assert (checked.text, checked.numbers, checked.missing) == ("So it is [1].", (1,), (999,))
