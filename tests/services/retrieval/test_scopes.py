from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.retrieval.scopes import KINDS, MOST_DOCUMENTS, MOST_PINNED, Scope, read_scope, scope_text

_IDS = st.lists(st.uuids().map(str), unique=True, max_size=MOST_PINNED).map(tuple)
_SCOPES = st.builds(Scope, st.sampled_from(KINDS), _IDS, _IDS, st.booleans())
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
_FIELDS = st.sampled_from(["kind", "document_ids", "pinned_ids", "rewrite"])


@given(_SCOPES)
def test_what_is_kept_is_read_again(scope: Scope) -> None:
    assert read_scope(scope_text(scope)) == scope


@given(st.text() | _JSON.map(json.dumps) | st.dictionaries(_FIELDS, _JSON).map(json.dumps))
def test_whatever_stands_in_a_row_is_a_scope(text: str) -> None:
    scope = read_scope(text)
    assert scope.kind in KINDS
    assert isinstance(scope.rewrite, bool)
    assert all(isinstance(one, str) and one for one in (*scope.document_ids, *scope.pinned_ids))
    assert read_scope(scope_text(scope)) == scope


def test_a_new_chat_keeps_nothing() -> None:
    assert scope_text(Scope()) == ""
    assert read_scope("") == Scope(kind="project", rewrite=True)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"kind": "all"}', "null", "7"])
def test_what_nobody_understands_is_as_usual(text: str) -> None:
    assert read_scope(text) == Scope()


def test_each_id_counts_once_and_not_too_many() -> None:
    many = [str(number) for number in range(MOST_DOCUMENTS + 5)]
    scope = read_scope(json.dumps({"kind": "documents", "document_ids": ["a", "a", *many], "pinned_ids": ["p", "p"]}))
    assert scope.document_ids[:2] == ("a", "0")
    assert len(scope.document_ids) == MOST_DOCUMENTS
    assert scope.pinned_ids == ("p",)
