"""Lines of the ZIP as values of rows: each field of the right kind, length and range, each word one that Parley knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from types import UnionType
from typing import Any, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, create_model

from chat_app.errors import AppError
from chat_app.i18n import catalogue
from chat_app.models import MessageStatus
from chat_app.services.catalogue.parameters import plausible_parameters
from chat_app.services.chat.columns import check_models
from chat_app.services.chat.merging import RECIPES
from chat_app.services.chat.messages import MAX_MESSAGE
from chat_app.services.files.names import clean_name
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.knowledge.passages import LONGEST as LONGEST_PASSAGE
from chat_app.services.project_files.archive import ProjectArchive
from chat_app.services.project_files.errors import BrokenProjectFileError, TooLargeProjectFileError
from chat_app.services.project_files.form import KINDS
from chat_app.services.projects.notes import MAX_TEXT as MAX_NOTE
from chat_app.services.retrieval_bench.questions import MOST_EXPECTED
from chat_app.services.workspace import folder_rules
from chat_app.services.workspace.dto import COLORS

MOST = 2**31 - 1
"""Of a number in a column."""
MOST_SIZE = 2**53
KINDS_OF_FILES = {"image", "pdf", "office", "text", "code"}
SOURCES = {"upload", "paste", "url", "mail"}
STATUSES = {each.value for each in MessageStatus} - {MessageStatus.RUNNING.value}
MOST_ROWS = 20_000
MOST_BYTES = 50_000_000
"""Of a member of which all is in memory at once."""
BESIDE = {"document": ("file", "text", "title", "language"), "chat": ("tags",), "attachment": ("file",)}
"""What a line says besides the fields of its row."""
_MEDIA_TYPE = re.compile(r"[\w.+-]*(/[\w.+-]+)?")
_TIME: Any = AwareDatetime
_SHA256 = re.compile(r"[0-9a-f]{64}")

Values = dict[str, Any]


def rows(archive: ProjectArchive, member: str) -> Iterator[tuple[str, Values, dict[str, Any]]]:
    """Kind, values and what else we know of the line; kinds and fields that we do not know are left out. Raises `BrokenProjectFileError`."""
    for number, found in enumerate(archive.lines(member), start=1):
        kind = found.get("line")
        if not isinstance(kind, str) or kind not in KINDS:
            continue
        try:
            values = _model(kind).model_validate(found).model_dump()
            _check_numbers(values)
            _CHECKS.get(kind, _nothing)(values)
        except (ValidationError, ValueError, AppError, TypeError, KeyError, RecursionError) as error:
            raise BrokenProjectFileError(f"{member}, {number}") from error
        yield kind, values, {name: found[name] for name in BESIDE.get(kind, ()) if name in found}


def all_rows(archive: ProjectArchive, member: str) -> list[tuple[str, Values, dict[str, Any]]]:
    """All of a member at once. Raises `TooLargeProjectFileError` for one that is more than memory should hold."""
    if archive.size_of(member) > MOST_BYTES:
        raise TooLargeProjectFileError
    found = list(islice(rows(archive, member), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise TooLargeProjectFileError
    return found


@cache
def _model(kind: str) -> type[BaseModel]:
    fields = KINDS[kind].model.model_fields
    wanted: dict[str, Any] = {name: (_annotation(fields[name].annotation), fields[name]) for name in KINDS[kind].fields}
    return create_model(kind, __config__=ConfigDict(extra="ignore"), **wanted)


def _annotation(found: Any) -> Any:
    """A time says in which zone it is."""
    if found is datetime:
        return _TIME
    return _TIME | None if isinstance(found, UnionType) and datetime in get_args(found) else found


def _check_numbers(values: Values) -> None:
    for name, value in values.items():
        most = MOST_SIZE if name == "size" else MOST
        if isinstance(value, int) and not -most <= value <= most:
            raise ValueError(name)


def _folder(values: Values) -> None:
    values["name"] = folder_rules.clean_name(values["name"], folder_rules.MAX_NAME)
    if values["color"] not in COLORS or len(values["instructions"]) > folder_rules.MAX_INSTRUCTIONS:
        raise ValueError("folder")


def _note(values: Values) -> None:
    if len(values["text"]) > MAX_NOTE:
        raise ValueError("note")


def _document(values: Values) -> None:
    _check_bytes(values)
    values["name"] = clean_name(values["name"])
    if values["source"] not in SOURCES or values["version"] < 1:
        raise ValueError("document")
    values["tokens"] = max(0, values["tokens"])


def _attachment(values: Values) -> None:
    _check_bytes(values)
    values["name"] = clean_name(values["name"])
    if values["kind"] not in KINDS_OF_FILES:
        raise ValueError("kind")
    values["problem"] = _known_key(values["problem"])


def _check_bytes(values: Values) -> None:
    if not _SHA256.fullmatch(values["sha256"]) or values["size"] < 1 or not _MEDIA_TYPE.fullmatch(values["media_type"]):
        raise ValueError("bytes")


def _chat(values: Values) -> None:
    values["parameters"] = json.dumps(plausible_parameters(_object(values["parameters"])))
    models = json.loads(values["compare_model_ids"])
    check_models(models)
    values["title"] = " ".join(values["title"].split())


def _message(values: Values) -> None:
    if values["role"] not in {"user", "assistant", "system"} or values["status"] not in STATUSES or values["rating"] not in {-1, 0, 1}:
        raise ValueError("message")
    if values["role"] == "user" and len(values["text"]) > MAX_MESSAGE:
        raise ValueError("text")
    values["error_key"] = _known_key(values["error_key"])
    if values["merge"]:
        merge = _object(values["merge"])
        answers = [one for one in merge["answers"] if isinstance(one, str)]
        values["merge"] = json.dumps({"recipe": merge["recipe"], "answers": answers}) if merge["recipe"] in RECIPES else ""


def _source(values: Values) -> None:
    _check_boxes(values)
    if values["number"] < 1:
        raise ValueError("number")


def _passage(values: Values) -> None:
    """How much it weighs is never what the line says: a light one of any length would fill a request."""
    _check_boxes(values)
    if not 0 <= values["start"] <= values["end"] or values["number"] < 0 or not values["text"]:
        raise ValueError("passage")
    if len(values["text"]) > LONGEST_PASSAGE:
        raise ValueError("text")
    values["tokens"] = estimate_tokens(values["text"])


def _question(values: Values) -> None:
    places = json.loads(values["expected"])
    if not 0 < len(places) <= MOST_EXPECTED or not all(len(place) == 2 and all(isinstance(id_, str) for id_ in place) for place in places):
        raise ValueError("question")


def _check_boxes(values: Values) -> None:
    boxes = json.loads(values["boxes"])
    if not all(len(box) == 5 and all(map(_is_side, box)) for box in boxes):
        raise ValueError("boxes")


def _is_side(side: object) -> bool:
    """Neither NaN nor without end, which no JSON can say, nor a whole number beyond all floats."""
    return isinstance(side, int | float) and abs(side) <= MOST


def _assistant(values: Values) -> None:
    plausible_parameters(_object(values["parameters"]))
    starters = json.loads(values["starters"])
    if not isinstance(starters, list) or not all(isinstance(one, str) for one in starters):
        raise ValueError("starters")


def _tag(values: Values) -> None:
    if not values["name"].strip() or values["color"] not in COLORS:
        raise ValueError("tag")


def _known_key(key: str) -> str:
    return key if key in catalogue() else ""


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text or "{}")
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _nothing(values: Values) -> None:
    """Kind, length and range are all that there is to be checked."""


_CHECKS: dict[str, Callable[[Values], None]] = {
    "assistant": _assistant,
    "folder": _folder,
    "note": _note,
    "document": _document,
    "passage": _passage,
    "question": _question,
    "tag": _tag,
    "chat": _chat,
    "message": _message,
    "attachment": _attachment,
    "source": _source,
}
