"""EPUB books: chapter by chapter, in the order of their spine."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading import web
from chat_app.integrations.reading.draft import Draft

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CIPHER = "{http://www.w3.org/2001/04/xmlenc#}EncryptionMethod"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Fonts may be veiled in any book; other ciphers keep its text from whoever has not bought it."""


def read(path: Path, draft: Draft) -> None:
    """Read a book into the draft; raises `FileRefusedError`."""
    try:
        with checked_archive(path) as archive:
            _check_protection(archive)
            package = _package_path(archive)
            _add_book(archive, package, draft)
    except (zipfile.BadZipFile, KeyError, SyntaxError, ValueError) as error:
        raise FileRefusedError("attachment.broken") from error


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    return fromstring(archive.read(name))


def _check_protection(archive: zipfile.ZipFile) -> None:
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    ciphers = [node.get("Algorithm") or "" for node in _tree(archive, "META-INF/encryption.xml").iter(_CIPHER)]
    if any(cipher not in _FONTS for cipher in ciphers):
        raise FileRefusedError("reading.copy_protected")


def _package_path(archive: zipfile.ZipFile) -> str:
    root = _tree(archive, "META-INF/container.xml")
    return next(str(node.get("full-path")) for node in root.iter(f"{_CONTAINER}rootfile"))


def _add_book(archive: zipfile.ZipFile, package: str, draft: Draft) -> None:
    root = _tree(archive, package)
    draft.unit = "chapter"
    draft.title = root.findtext(f".//{_DC}title") or ""
    draft.language = root.findtext(f".//{_DC}language") or ""
    items = {node.get("id"): node for node in root.iter(f"{_OPF}item")}
    for reference in root.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and reference.get("linear") != "no" and "nav" not in (item.get("properties") or "").split():
            _add_chapter(archive, posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href") or ""))), draft)


def _add_chapter(archive: zipfile.ZipFile, name: str, draft: Draft) -> None:
    if name not in archive.namelist():
        return
    root = web.parsed(archive.read(name))
    heading = next(root.iter("h1", "h2", "h3"), None)
    draft.page(" ".join(web.text_of(heading).split()) if heading is not None else web.title_of(root))
    body = root.find("body")
    web.add_element(root if body is None else body, draft)
