"""What a file is, told by its content alone. Its name only chooses between kinds of text."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.files.plain_text import decoded
from chat_app.integrations.files.port import FileRefusedError

HEAD = 64 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
OOXML = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
}
ODF = "application/vnd.oasis.opendocument."
EPUB = "application/epub+zip"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIL = re.compile(r"(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+\r?\n", re.ASCII)
"""Fields of a header, an empty line (RFC 5322, section 2.1)."""
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
MEDIA_TYPES = {
    "md": "text/markdown",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "log": "text/plain",
}
HTML = frozenset({"html", "htm", "xhtml"})
CODE = frozenset(
    (
        "py", "js", "mjs", "cjs", "ts", "tsx", "jsx", "java", "kt", "kts", "c", "h", "cc", "cpp", "cxx", "hpp", "cs", "go", "rs", "rb",
        "php", "pl", "pm", "lua", "r", "jl", "swift", "scala", "clj", "ex", "exs", "erl", "hs", "ml", "fs", "vb", "dart", "sh", "bash",
        "zsh", "fish", "ps1", "bat", "sql", "html", "htm", "xhtml", "css", "scss", "sass", "less", "vue", "svelte", "xml", "svg",
        "json", "jsonl", "json5", "ipynb", "yaml", "yml", "toml", "ini", "cfg", "conf", "env", "tf", "proto", "graphql", "gql",
        "gradle", "groovy", "dockerfile", "makefile", "cmake", "tex", "bib", "diff", "patch", "asm", "s", "zig", "nim", "v", "sol",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is: "image", "pdf", "office", "text", "code", "mail", "epub", "rtf" or "zip", and its media type."""

    kind: str
    media_type: str


ATTACHED = frozenset({"image", "pdf", "office", "text", "code"})
"""What goes with a message as it is; the rest is only read as a document."""


def sniffed(path: Path, name: str) -> Sniffed:
    """Tell what an attached file is; raises `FileRefusedError` for what is not taken as one."""
    found = recognised(path, name)
    if found.kind in ATTACHED:
        return found
    if found.kind == "mail":
        return Sniffed("text", "text/plain")
    raise FileRefusedError("attachment.unsupported", type=found.kind.upper())


def recognised(path: Path, name: str) -> Sniffed:
    """Tell what `path` is; raises `FileRefusedError` for what nobody here can read."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise FileRefusedError("attachment.empty")
    if media_type := image_type(head):
        return Sniffed("image", media_type)
    if b"%PDF-" in head[:1024]:
        return Sniffed("pdf", "application/pdf")
    if head.startswith(b"PK"):
        return _archive_type(path)
    if head.startswith(OLE):
        raise FileRefusedError(_compound_problem(path))
    if head.startswith(b"{\\rtf"):
        return Sniffed("rtf", "application/rtf")
    if decoded(head, cut=True) is None:
        raise FileRefusedError("attachment.unsupported", type=_name_of_type(head))
    return _text_type(head, name)


def image_type(head: bytes) -> str:
    """The media type of a raster image that we read, or ""; HEIC is refused with a sentence of its own."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] != b"ftyp":
        return ""
    if head[8:12] in HEIC_BRANDS:
        raise FileRefusedError("attachment.heic")
    return "image/avif" if head[8:12] in {b"avif", b"avis"} else ""


def _archive_type(path: Path) -> Sniffed:
    try:
        with checked_archive(path) as archive:
            names = set(archive.namelist())
            if found := next((media_type for member, media_type in OOXML.items() if member in names), ""):
                return Sniffed("office", found)
            declared = archive.read("mimetype")[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError) as error:
        raise FileRefusedError("attachment.broken") from error
    if declared.startswith(ODF):
        return Sniffed("office", declared)
    return Sniffed("epub", EPUB) if declared == EPUB else Sniffed("zip", "application/zip")


def _compound_problem(path: Path) -> str:
    """An old compound file is known by the names of its streams: a DOCX with a password, a message of Outlook, or an old office file."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "attachment.encrypted"
    return "attachment.outlook" if "__properties_version1.0".encode("utf-16-le") in data else "attachment.legacy_office"


def _text_type(head: bytes, name: str) -> Sniffed:
    suffix = (PurePosixPath(name).suffix or f".{name}").lower().removeprefix(".")
    text = (decoded(head, cut=True) or "").lstrip()
    if suffix == "eml" and MAIL.match(text):
        return Sniffed("mail", "message/rfc822")
    if text.startswith("WEBVTT") or suffix == "srt":
        return Sniffed("text", "text/vtt")
    if suffix in {"json", "ipynb"} or (text[:1] in "{[" and _is_json(head)):
        return Sniffed("code", "application/json")
    if suffix in HTML or text[:200].lower().startswith(("<!doctype html", "<html")):
        return Sniffed("code", "text/html")
    if text.startswith(("<?xml", "<svg")):
        return Sniffed("code", "application/xml")
    if suffix in CODE or text.startswith("#!"):
        return Sniffed("code", "text/plain")
    return Sniffed("text", MEDIA_TYPES.get(suffix, "text/plain"))


def _is_json(head: bytes) -> bool:
    if len(head) == HEAD:
        return False
    try:
        json.loads(head)
    except (ValueError, RecursionError):
        return False
    return True


def _name_of_type(head: bytes) -> str:
    """What people call this kind of file, as far as its first bytes tell."""
    import puremagic  # noqa: PLC0415

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return "?"
    suffix = next((match.extension.lstrip(".") for match in found if match.extension), "")
    return suffix.upper()[:12] or "?"
