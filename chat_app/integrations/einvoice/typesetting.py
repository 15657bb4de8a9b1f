"""Typst sets the page as PDF/A-3b with the XML inside (`paper.typ`); the same data gives the same bytes."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from chat_app.integrations.einvoice.arithmetic import InvoiceError
from chat_app.integrations.einvoice.wording import plain

_UNPRINTABLE = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_SIGNS = 200
"""So many different signs may lack a font before we give up."""
_REPLACEMENT = "?"
_BORNE = frozenset({"Mn", "Me", "Cf", "Sk"})
"""Unicode's categories of signs that stand on others or join them."""


def set_paper(data: dict[str, Any], xml: bytes) -> bytes:
    """The PDF. Fonts of the system are asked only for signs that the ones of Typst lack; what no font has is printed as "?"

    PDF/A allows no empty boxes. The XML inside still has every sign.
    """
    from typst import TypstError  # noqa: PLC0415  (80 MB of which only documents need anything)

    texts, system_fonts, lacking = json.dumps(_plain(data), ensure_ascii=False), False, False
    for _ in range(_MOST_SIGNS):
        try:
            return _compile(texts, xml, system_fonts=system_fonts, lacking=lacking)
        except TypstError as error:
            sign = _sign_without_font(str(error))
            if system_fonts:
                texts, lacking = _without(texts, sign), True
            system_fonts = True
    raise InvoiceError("too many signs have no font")


def _without(texts: str, sign: str) -> str:
    """The texts without what has no font: first without marks that signs bear, of which Typst names only the bearer, then without the sign."""
    bare = "".join(each for each in texts if each.isascii() or unicodedata.category(each) not in _BORNE)
    if bare != texts:
        return bare
    if sign.isascii():
        raise InvoiceError(f"the page could not be set: no font has {sign!r}")
    return texts.replace(sign, _REPLACEMENT)


def _compile(texts: str, xml: bytes, *, system_fonts: bool, lacking: bool) -> bytes:
    import typst  # noqa: PLC0415  (as above)

    return typst.compile(
        _template(),
        pdf_standards=["a-3b"],
        sys_inputs={"data": texts, "xml": xml.decode(), "lacking": "yes" if lacking else "no"},
        ignore_system_fonts=not system_fonts,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _sign_without_font(problem: str) -> str:
    """The sign that Typst complains about; `InvoiceError` when it complains about something else."""
    found = _UNPRINTABLE.search(problem)
    if found is None:
        raise InvoiceError(f"the page could not be set: {problem}")
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), found.group(1))


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (Path(__file__).parent / "paper.typ").read_bytes()
