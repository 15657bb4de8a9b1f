"""Artifacts: blocks of answers that stand for themselves, found in the text and put together as versions. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from markdown_it.token import Token

from chat_app.services.documents.dto import Artifact, ArtifactKind, ArtifactVersion
from chat_app.services.exports.markdown_tokens import tokens_of

MIN_CODE_LINES = 12
"""Shorter code is read where it stands."""
SIMILAR = 0.55
"""From this share of common text on, an untitled block is the next version of the one before."""
MAX_COMPARED = 20_000
MAX_COMPARED_LINES = 500
KINDS: dict[str, ArtifactKind] = {
    "html": "html",
    "htm": "html",
    "svg": "svg",
    "mermaid": "mermaid",
    "csv": "table",
    "tsv": "table",
    "markdown": "document",
    "md": "document",
}
_FILE = re.compile(r"""(?:title|file(?:name)?)=["']?([^"'\s]+)|(?<=\s)([\w.-]+\.\w{1,8})\b""")
_TITLES = {
    "html": re.compile(r"<title[^>]*>\s*([^<]{1,200}?)\s*</title>", re.IGNORECASE),
    "svg": re.compile(r"<title[^>]*>\s*([^<]{1,200}?)\s*</title>", re.IGNORECASE),
    "document": re.compile(r"^#\s+(.{1,200})$", re.MULTILINE),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A message in which artifacts are looked for."""

    message_id: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, before it is known whose version it is."""

    kind: ArtifactKind
    language: str
    title: str
    version: ArtifactVersion


def find_artifacts(sources: Iterable[Source]) -> list[Artifact]:
    """The artifacts of a branch, in the order of their first appearance."""
    found: list[Artifact] = []
    for source in sources:
        for block in blocks_of(source):
            place = _place(found, block)
            if place is None:
                found.append(Artifact(block.kind, block.language, block.title, (block.version,)))
            else:
                found[place] = replace(found[place], versions=(*found[place].versions, block.version))
    return found


def blocks_of(source: Source) -> list[Block]:
    """The blocks of one message that are artifacts; `index` counts all blocks of code, as the page does."""
    if "```" not in source.text and "~~~" not in source.text:
        return []  # what is only indented has no language and is read where it stands
    fences = _fences(source.text)
    return [block for index, fence in enumerate(fences) if (block := _block(source, index, fence.info.strip(), fence.content))]


def block_text(text: str, index: int) -> tuple[str, str] | None:
    """Language and content of the block `index` of a message."""
    fences = _fences(text)
    if not 0 <= index < len(fences):
        return None
    return (fences[index].info.split() or [""])[0].lower(), fences[index].content


def _fences(text: str) -> list[Token]:
    """The blocks of code, indented ones included: the page counts them all."""
    return [token for token in tokens_of(text) if token.type in {"fence", "code_block"}]


def _block(source: Source, index: int, info: str, content: str) -> Block | None:
    language = (info.split() or [""])[0].lower()
    kind = kind_of(language, content)
    if not content.strip() or (kind == "code" and content.count("\n") < MIN_CODE_LINES):
        return None
    return Block(kind, language, _title(kind, info, content), ArtifactVersion(source.message_id, index, content, source.created_at))


def kind_of(language: str, content: str) -> ArtifactKind:
    """What a block is; XML that begins as a drawing is one."""
    if language in {"xml", ""} and content.lstrip().startswith("<svg"):
        return "svg"
    return KINDS.get(language, "code")


def _title(kind: ArtifactKind, info: str, content: str) -> str:
    if named := _FILE.search(info):
        return named[1] or named[2]
    pattern = _TITLES.get(kind)
    match = pattern.search(content[:5_000]) if pattern else None
    return " ".join(match[1].split()) if match else ""


def _place(found: Sequence[Artifact], block: Block) -> int | None:
    """Of which artifact the block is the next version: the same name, or else the newest that is alike."""
    for place in range(len(found) - 1, -1, -1):
        other = found[place]
        if (other.kind, other.language) != (block.kind, block.language):
            continue
        if block.title and block.title == other.title:
            return place
        if other.versions[-1].message_id != block.version.message_id and _alike(other.versions[-1].text, block.version.text):
            return place
    return None


def _alike(before: str, after: str) -> bool:
    old, new = (text[:MAX_COMPARED].splitlines()[:MAX_COMPARED_LINES] for text in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR
