from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.vectors.port import Hit, SparseVector
from chat_app.services.lexical.encoding import sparse_query
from chat_app.services.retrieval.fusion import fuse, rarest

PASSAGES = 1_000
QUESTION = sparse_query("Wie hoch ist der Eiffelturm in Paris?", "de")


def _hits(**scores: float) -> list[Hit]:
    return [Hit(name, score, f"of {name}") for name, score in sorted(scores.items(), key=lambda one: -one[1])]


def _ids(dense: list[Hit], lexical: list[Hit], query: SparseVector = QUESTION) -> list[str]:
    return [one.id for one in fuse(dense, lexical, query, PASSAGES)]


def test_what_both_lists_find_comes_first() -> None:
    assert _ids(_hits(a=0.5, both=0.48, b=0.4), _hits(c=14.0, both=13.0, d=6.0))[0] == "both"


def test_a_question_in_another_language_is_answered_by_meaning() -> None:
    """Its one name is a word in many passages; what answers it has none of its words."""
    by_name = {f"name{number}": 4.0 - number / 100 for number in range(30)}
    assert _ids(_hits(answer=0.62, other=0.2, name3=0.25), _hits(**by_name))[0] == "answer"


def test_nothing_found_by_words_leaves_the_order_of_meaning() -> None:
    assert _ids(_hits(a=0.9, b=0.5, c=0.1), []) == ["a", "b", "c"]


def test_without_vectors_words_decide() -> None:
    found = fuse([], _hits(a=9.0, b=3.0), QUESTION, PASSAGES)
    assert [(one.id, one.cosine) for one in found] == [("a", None), ("b", None)]


def test_words_win_where_meaning_sees_no_difference() -> None:
    dense = _hits(**{f"p{number}": 0.3 - number / 1_000 for number in range(50)})
    assert _ids(dense, _hits(p40=15.0, p3=5.0))[0] == "p40"


def test_all_words_of_a_question_each_as_rare_as_can_be_are_a_coverage_of_one() -> None:
    query = sparse_query("alpha beta", "")
    assert fuse([], _hits(a=2 * rarest(PASSAGES)), query, PASSAGES)[0].coverage == 1.0


def test_models_whose_cosines_are_all_high_tell_as_much_as_others() -> None:
    high = fuse(_hits(a=0.91, b=0.82), [], QUESTION, PASSAGES, "intfloat/multilingual-e5-large")
    assert [round(one.cosine or 0, 2) for one in high] == [0.7, 0.4]


scores = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 1.0), max_size=8)


@given(scores, scores)
def test_every_passage_is_kept_once_with_its_document(dense: dict[str, float], lexical: dict[str, float]) -> None:
    found = fuse(_hits(**dense), _hits(**lexical), QUESTION, PASSAGES)
    assert sorted(one.id for one in found) == sorted({*dense, *lexical})
    assert all(one.document_id == f"of {one.id}" for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(scores, st.floats(0.01, 1.0))
def test_a_better_score_in_one_list_never_costs_places(dense: dict[str, float], better: float) -> None:
    lexical = _hits(a=5.0, b=4.0)
    before = _ids(_hits(**{**dense, "a": 0.0}), lexical).index("a")
    assert _ids(_hits(**{**dense, "a": better}), lexical).index("a") <= before
