"""Documents as REST shows them: with the sentence that says what is wrong with one, in the words of the reader."""

from __future__ import annotations

from dataclasses import dataclass, fields

from chat_app.i18n import translate
from chat_app.services.knowledge.dto import Added, Document, Params, Refused


@dataclass(frozen=True, slots=True)
class ShownDocument(Document):
    """`problem_text` says what could not be read, and what to do; empty where nothing is wrong."""

    problem_text: str = ""


@dataclass(frozen=True, slots=True)
class ShownRefusal(Refused):
    """`text` says why this file did not become a document."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ShownAdded:
    """What became of what was handed in."""

    documents: tuple[ShownDocument, ...] = ()
    refused: tuple[ShownRefusal, ...] = ()


def shown(document: Document, language: str) -> ShownDocument:
    facts = {each.name: getattr(document, each.name) for each in fields(Document)}
    return ShownDocument(**facts, problem_text=_sentence(document.problem, document.problem_params, language))


def shown_added(added: Added, language: str) -> ShownAdded:
    refused = (ShownRefusal(one.name, one.problem, one.params, _sentence(one.problem, one.params, language)) for one in added.refused)
    return ShownAdded(tuple(shown(document, language) for document in added.documents), tuple(refused))


def _sentence(key: str, params: Params, language: str) -> str:
    return translate(key, language, **params) if key else ""
