"""The process that reads one document: `python -m chat_app.integrations.reading.worker <file> <folder> <name>`.

It leaves the text, the layout and `result.json` in the folder, or why it refuses, and ends. It is killed when that takes too long.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from chat_app.integrations.files.worker_side import work_without_rights
from chat_app.integrations.reading.layout import to_bytes
from chat_app.integrations.reading.process_reader import LAYOUT, TEXT
from chat_app.integrations.reading.readers import load_parsers, read_document


def main(arguments: list[str]) -> None:
    """Read one document and write what was found."""
    path, folder, name = Path(arguments[0]), Path(arguments[1]), arguments[2]
    load_parsers()
    work_without_rights(folder, lambda: _read(path, name, folder))


def _read(path: Path, name: str, folder: Path) -> dict[str, Any]:
    document = read_document(path, name)
    (folder / TEXT).write_bytes(document.text.encode())
    (folder / LAYOUT).write_bytes(to_bytes(document))
    return {}


if __name__ == "__main__":
    main(sys.argv[1:])
