"""Becomes Tesseract, within limits: `python -m chat_app.integrations.reading.tesseract_worker <program> <picture> <output> <languages>`."""

from __future__ import annotations

import os
import sys

from chat_app.integrations.files.sandbox import limit_process


def main(arguments: list[str]) -> None:
    """Write a table of words beside the picture."""
    program, picture, output, languages = arguments
    limit_process()
    # Strangers' pictures are read by a program that is not ours: it has our limits, and no shell in between.
    os.execv(program, [program, picture, output, *(["-l", languages] if languages else []), "tsv"])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
