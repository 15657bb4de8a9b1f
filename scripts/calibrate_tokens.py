"""Find the weights of the token estimate: `python scripts/calibrate_tokens.py FOLDER…`.

Cuts the texts in these folders into pieces, counts each with the tokenizers that ship with the installation and fits, per tokenizer,
how many thousandths of a token a unit of each script is (`services/kernel/tokens.py`), so that the relative errors are least.
Every fifth piece is left out of the fit and tells how far off the estimate is.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from chat_app.integrations.tokenizers.port import ENCODINGS
from chat_app.integrations.tokenizers.shipped import load_encoder
from chat_app.services.kernel.tokens import SCRIPTS, USUAL, estimate_tokens, units_of

PIECE, SHORT = 1_500, 30
FOREIGN = SCRIPTS.index("cyrillic")
RIDGE = 0.002
ROUNDS = 400
TEXTS = {".md", ".csv", ".txt", ".vtt", ".ipynb", ".html", ".eml", ".py", ".js", ".jsx", ".toml"}


def texts_of(folder: Path) -> list[str]:
    """All texts below a folder; of pages also what one reads of them, of PDFs their text."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in TEXTS:
            text = _decoded(path.read_bytes())
            found += [text, html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))] if path.suffix == ".html" else [text]
        elif path.suffix == ".pdf":
            found.append(_pdf(path))
    return found


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-32", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _pdf(path: Path) -> str:
    try:
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    except (PyPdfError, ValueError, KeyError, ImportError):
        return ""


def pieces_of(text: str) -> Iterator[str]:
    """Stretches of a text; where it is in no Latin letters, its lines, since such a text may have many languages."""
    rest: list[str] = []
    for line in text.splitlines(keepends=True):
        if sum(units_of(line)[FOREIGN:]) * 2 > len(line):
            yield line
            continue
        rest.append(line)
    whole = "".join(rest)
    yield from (whole[at : at + PIECE] for at in range(0, len(whole), PIECE))


def fitted(rows: list[list[int]], counts: list[int]) -> list[float]:
    """Weights that are not negative, by coordinate descent on the squared relative errors; what has few examples stays near 1."""
    weights = [1.0] * len(SCRIPTS)
    scaled = [[unit / count for unit in row] for row, count in zip(rows, counts, strict=True)]
    guesses = [sum(row) for row in scaled]
    for _ in range(ROUNDS):
        for place in range(len(SCRIPTS)):
            power = sum(row[place] ** 2 for row in scaled)
            miss = sum((1 - guess) * row[place] for row, guess in zip(scaled, guesses, strict=True))
            step = (miss + RIDGE * (1 - weights[place])) / (power + RIDGE)
            step = max(step, -weights[place])
            weights[place] += step
            guesses = [guess + step * row[place] for guess, row in zip(guesses, scaled, strict=True)]
    return weights


def main(folders: list[str]) -> None:
    """Print the weights and the errors."""
    texts = [text for folder in folders for text in texts_of(Path(folder))]
    pieces = list(dict.fromkeys(piece for text in texts for piece in pieces_of(text) if len(piece) > SHORT))
    print(f"{len(pieces)} pieces, {sum(map(len, pieces))} characters")
    for name in ENCODINGS:
        encoder = load_encoder(name)
        assert encoder
        counts = [encoder.count(piece) for piece in pieces]
        learnt = [place for place in range(len(pieces)) if place % 5]
        weights = fitted([units_of(pieces[place]) for place in learnt], [counts[place] for place in learnt])
        whole = tuple(round(weight * 1000) for weight in weights)
        errors = sorted(abs(estimate_tokens(pieces[place], whole) / counts[place] - 1) for place in range(0, len(pieces), 5))
        before = sorted(abs(estimate_tokens(pieces[place], USUAL) / counts[place] - 1) for place in range(0, len(pieces), 5))
        print(f"{name} = {list(whole)}")
        for label, found in (("fitted", errors), ("unweighed", before)):
            middle, most = found[len(found) // 2], found[len(found) * 9 // 10]
            print(f"  {label}: half of the pieces within {middle:.1%}, nine in ten within {most:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
