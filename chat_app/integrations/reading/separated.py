"""CSV and its kin: whatever parts the cells, one row to a line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.plain import add_paragraphs, text_of

SEPARATORS = ",;\t|"
SAMPLE = 30
csv.field_size_limit(1_000_000)


def read(path: Path, draft: Draft) -> None:
    """Read a table of text into the draft; what is none is read as text."""
    text = text_of(path, draft).strip("\n")
    separator = separator_of(text)
    if not separator:
        add_paragraphs(text, draft)
        return
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        add_paragraphs(text, draft)
        return
    draft.add_table(rows, header=1)


def separator_of(text: str) -> str:
    """What parts the cells: the sign that gives most lines the same number of them; "" when none does."""
    lines = [line for line in text.split("\n", SAMPLE)[:SAMPLE] if line.strip()]
    best, most = "", 0.0
    for sign in SEPARATORS:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(set(counts), key=counts.count, default=1)
        score = counts.count(usual) * (1 - 1 / usual)
        if usual > 1 and score > most:
            best, most = sign, score
    return best
