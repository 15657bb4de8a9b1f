from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.lexical.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who invented the wheel?", "en"),
        ("Wer hat das Rad erfunden?", "de"),
        ("Wie heißt die zweitgrößte Stadt?", "de"),
        ("Qui a inventé la roue, et où est-elle ?", "fr"),
        ("¿Quién es el autor de este libro y por qué lo ha escrito?", "es"),
        ("Chi ha scritto questo libro e perché non è più qui?", "it"),
        ("Quem não é você, e por que isso não foi para ela?", "pt"),
        ("Wie heeft het wiel uitgevonden en waar is het nu?", "nl"),
        ("車輪を発明したのは誰ですか", "ja"),
        ("谁发明了轮子", "zh"),
        ("누가 바퀴를 발명했습니까", "ko"),
        ("RX-7 2024", ""),
        ("", ""),
        ("x = y + 1; return z", ""),
    ],
)
def test_tells_a_text_by_its_function_words_or_script(text: str, language: str) -> None:
    assert language_of(text) == language


def test_does_not_decide_between_languages_that_share_all_words() -> None:
    assert language_of("was in") == ""


@given(st.text(max_size=300))
def test_refuses_no_text(text: str) -> None:
    assert len(language_of(text)) in {0, 2}
