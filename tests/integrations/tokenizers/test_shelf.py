"""The tokenizers that ship with the installation: known counts, any text, memory that is given back."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_app.integrations.tokenizers import shelf as shelves
from chat_app.integrations.tokenizers.pieces import encodable, pieces_of
from chat_app.integrations.tokenizers.port import CL100K, CLAUDE_2, ENCODINGS, O200K, Encoder
from chat_app.integrations.tokenizers.shelf import TokenizerShelf
from chat_app.integrations.tokenizers.shipped import load_encoder, shipped_folder

ANY = st.text(st.characters())
"""Also halves of pairs and unassigned signs."""
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|fim_prefix|>", "<|endofprompt|>", "<EOT>", "<META>", "<SOS>"]


@lru_cache
def encoder(name: str) -> Encoder:
    found = load_encoder(name)
    assert found
    return found


class TestCounts:
    @pytest.mark.parametrize(
        ("text", "o200k", "cl100k"),
        [
            # OpenAI's cookbook, "How to count tokens with tiktoken".
            ("antidisestablishmentarianism", 6, 6),
            ("2 + 2 = 4", 7, 7),
            ("お誕生日おめでとう", 8, 9),
            ("tiktoken is great!", 6, 6),
        ],
    )
    def test_published_figures(self, text: str, o200k: int, cl100k: int) -> None:
        assert (encoder(O200K).count(text), encoder(CL100K).count(text)) == (o200k, cl100k)

    def test_claude_2(self) -> None:
        # "Hello world!" is three tokens in the vendor's own package, too.
        assert [encoder(CLAUDE_2).count(text) for text in ("", "Hello world!", "hello")] == [0, 3, 1]

    @pytest.mark.parametrize("name", ENCODINGS)
    @pytest.mark.parametrize("special", SPECIAL)
    def test_signs_of_control_are_text_as_any(self, name: str, special: str) -> None:
        assert encoder(name).count(special) > 1
        assert encoder(name).count(f"a {special} b") > 3

    @given(ANY, ANY)
    @settings(deadline=None)
    def test_parts_and_the_whole(self, first: str, second: str) -> None:
        for name in ENCODINGS:
            count = encoder(name).count
            whole, parts = count(encodable(first + second)), count(encodable(first)) + count(encodable(second))
            # A seam costs no more than the tokens that meet there, and joining saves no more than half of all.
            assert whole <= parts + 6
            assert 0 <= whole <= max(4, 18 * len(first + second))

    @given(st.lists(st.sampled_from(["word", "Größe", "x1", "漢字", "don't", "…", "\n", "a b", "42"]), max_size=60), st.integers(20, 60))
    @settings(deadline=None)
    def test_pieces_with_clean_ends_add_up(self, words: list[str], most: int) -> None:
        text = " ".join(words)
        pieces = list(pieces_of(text, most))
        assert "".join(piece for piece, _ in pieces) == text
        assert all(len(piece) <= most for piece, _ in pieces)
        if all(clean for _, clean in pieces):
            for name in ENCODINGS:
                assert sum(encoder(name).count(piece) for piece, _ in pieces) == encoder(name).count(text)


class TestShelf:
    async def test_counts_in_a_thread_and_remembers(self) -> None:
        shelf = TokenizerShelf()
        assert shelf.known(CL100K, "Hello world") is None
        counts = await shelf.count(CL100K, ["Hello world", "", "\ud800 half"])
        assert counts
        assert [count.tokens for count in counts][:2] == [2, 0]
        assert counts[2].tokens > 0
        assert shelf.known(CL100K, "Hello world") == counts[0]
        await shelf.close()

    async def test_the_event_loop_goes_on_while_a_long_text_is_counted(self) -> None:
        shelf, beats = TokenizerShelf(), 0

        async def beat() -> None:
            nonlocal beats
            while True:
                await asyncio.sleep(0.005)
                beats += 1

        heart = asyncio.create_task(beat())
        counts = await shelf.count(CL100K, ["".join(f"word{number} and Größe. " for number in range(60_000))])
        heart.cancel()
        assert counts
        assert counts[0].exact
        assert beats >= 5
        await shelf.close()

    async def test_a_text_without_any_seam_is_counted_but_not_called_exact(self) -> None:
        shelf = TokenizerShelf()
        counts = await shelf.count(CL100K, ["^" * 200_000])
        assert counts
        assert (counts[0].exact, 0 < counts[0].tokens <= 200_000) == (False, True)
        await shelf.close()

    async def test_few_are_in_memory_and_none_after_a_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shelves, "MOST_ENCODERS", 1)
        monkeypatch.setattr(shelves, "REST_SECONDS", 0.05)
        shelf = TokenizerShelf()
        await shelf.count(CLAUDE_2, ["a"])
        await shelf.count(CL100K, ["a"])
        assert CLAUDE_2 not in shelf.loaded
        async with asyncio.timeout(15):
            while shelf.loaded:
                await asyncio.sleep(0.02)
        await shelf.close()

    async def test_counts_that_are_remembered_are_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shelves, "MOST_COUNTS", 3)
        shelf = TokenizerShelf()
        await shelf.count(CLAUDE_2, list("abcdef"))
        assert [letter for letter in "abcdef" if shelf.known(CLAUDE_2, letter)] == ["d", "e", "f"]
        await shelf.close()

    async def test_what_is_not_here_is_asked_for_once(self) -> None:
        asked: list[str] = []
        shelf = TokenizerShelf(asked.append)
        assert [await shelf.count(O200K, ["a"]), await shelf.count(O200K, ["a"])] == [None, None]
        assert (asked, shelf.is_missing(O200K)) == ([O200K], True)
        await shelf.close()


class TestFiles:
    def test_a_file_that_was_changed_is_not_used_and_nothing_is_fetched(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: object) -> None:
            pytest.fail("it asked the network")

        monkeypatch.setattr(socket.socket, "connect", refused)
        for file in shipped_folder().iterdir():
            if file.is_file():
                shutil.copy(file, tmp_path)
                (tmp_path / file.name).write_bytes((tmp_path / file.name).read_bytes()[:-10])
        assert [load_encoder(name, tmp_path) for name in (O200K, CL100K)] == [None, None]
        assert [load_encoder(name, tmp_path / "none") for name in ENCODINGS] == [None, None, None]

    def test_nothing_is_loaded_at_import(self) -> None:
        code = "import sys, chat_app.wiring; print(sorted({'tiktoken', 'tokenizers', 'litellm'} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"
