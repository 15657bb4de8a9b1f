"""JSON, and notebooks, which are JSON with text and code in cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.markdown import add_markdown
from chat_app.integrations.reading.plain import text_of

LONG_LINE = 400


def read(path: Path, draft: Draft) -> None:
    """Read JSON into the draft: laid out where it is all in one line, part by part."""
    text = text_of(path, draft)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        draft.add("code", text)
        return
    if isinstance(value, dict) and isinstance(value.get("cells"), list) and "nbformat" in value:
        _add_notebook(value, draft)
    elif max(map(len, text.split("\n")), default=0) > LONG_LINE:
        _add_laid_out(value, draft)
    else:
        draft.add("code", text)


def _add_laid_out(value: Any, draft: Draft) -> None:
    for part in value if isinstance(value, list) else [value]:
        draft.check_time()
        draft.add("code", json.dumps(part, ensure_ascii=False, indent=1))


def _add_notebook(notebook: dict[str, Any], draft: Draft) -> None:
    for cell in notebook["cells"]:
        draft.check_time()
        if not isinstance(cell, dict):
            continue
        source = _joined(cell.get("source"))
        if cell.get("cell_type") == "markdown":
            add_markdown(source, draft)
        else:
            draft.add("code", source)
        for output in cell.get("outputs") or []:
            draft.add("code", _output(output))


def _output(output: Any) -> str:
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    return _joined(output.get("text") or (data.get("text/plain") if isinstance(data, dict) else ""))


def _joined(source: Any) -> str:
    return "".join(str(line) for line in source) if isinstance(source, list) else str(source or "")
