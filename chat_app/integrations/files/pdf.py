"""The text of a PDF, page by page."""

from __future__ import annotations

from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.text_budget import TextBudget

MAX_PAGES = 5_000
LEAST = 8
"""Fewer visible characters than this in a whole document are a stamp or a page number: its pages are pictures."""


def read_pdf(path: Path, budget: TextBudget) -> None:
    """Read the text layer into the budget; raises `FileRefusedError` for encrypted, broken and scanned documents."""
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import LimitReachedError, PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileRefusedError("attachment.encrypted")
        count = len(reader.pages)
        seen = 0
        for number in range(min(count, MAX_PAGES)):
            budget.check_time()
            text = _page_text(reader, number)
            seen += len("".join(text.split()))
            budget.add(_marked(text, number + 1, count))
    except LimitReachedError as error:
        raise FileRefusedError("attachment.too_complex") from error
    except (PyPdfError, NotImplementedError) as error:
        raise FileRefusedError("attachment.broken") from error
    budget.cut = budget.cut or count > MAX_PAGES
    if not count:
        raise FileRefusedError("attachment.broken")
    if seen < LEAST:
        raise FileRefusedError("attachment.scan")


def _page_text(reader: object, number: int) -> str:
    """The text of one page; a page that nobody can read is empty and does not take the others along."""
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    try:
        return reader.pages[number].extract_text()  # type: ignore[attr-defined]
    except (LimitReachedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  (whatever a parser of twenty years of odd files meets)
        return ""


def _marked(text: str, number: int, count: int) -> str:
    """A page with its number before it, where there is more than one."""
    return text if count == 1 else f"[{number}/{count}]\n{text.strip()}\n\n"
