"""How many tokens a text is, about: counted by script, weighed by a family of models. components/models/token_estimate.js is its twin."""

from __future__ import annotations

import re

MESSAGE_OVERHEAD = 4

SCRIPTS = ("lines", "words", "digits", "latin", "signs", "cyrillic", "arabic", "indic", "han", "kana", "hangul", "other")
"""What is counted apart, in the order of all weights. Lines, words, digits, latin (letters with accents) and signs go by runs, the rest by characters."""

Weights = tuple[int, ...]
"""Thousandths of a token that a unit of each script is."""

USUAL: Weights = (1000,) * len(SCRIPTS)

_RUNS = re.compile(
    r"(\n+)|([A-Za-z]+)|([0-9]+)|([\u00c0-\u024f]+)|([!-/:-@\[-`{-~]+)"
    r"|([\u0370-\u052f]+)|([\u0590-\u08ff]+)|([\u0900-\u109f]+)"
    r"|([\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+)|([\u3040-\u30ff]+)|([\uac00-\ud7af]+)|(\S)"
)
_LINES, _WORDS, _DIGITS, _LATIN, _SIGNS = range(1, 6)


def estimate_tokens(text: str, weights: Weights = USUAL) -> int:
    """About how many tokens `text` is; never 0 where there is something to read."""
    units = units_of(text)
    return -(-sum(count * weight for count, weight in zip(units, weights, strict=True)) // 1000)


def units_of(text: str) -> list[int]:
    """What of each script there is.

    Words up to six letters are about one token in the tokenizers in use (BPE of 65k to 200k entries), longer ones fall into pieces
    of about four; digits go by threes, signs by twos.
    """
    units = [0] * (len(SCRIPTS) + 1)
    for match in _RUNS.finditer(text):
        script = match.lastindex or 0
        length = match.end() - match.start()
        units[script] += _units(script, length)
    return units[1:]


def _units(script: int, length: int) -> int:
    if script in (_WORDS, _LATIN):
        return 1 if length <= 6 else (length + 3) // 4
    if script == _DIGITS:
        return (length + 2) // 3
    if script == _SIGNS:
        return (length + 1) // 2
    return 1 if script == _LINES else length
