"""What a model gets to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.port import ImagePart, Role
from chat_app.models import Message, Summary, Turn
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.context import CONTINUE_PROMPT, LEFT_OUT, build_messages, count_tokens
from chat_app.services.chat.planning import Plan
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now

NOW = utc_now()


def message(number: int, text: str, **marks: bool) -> Message:
    """The messages of a branch take turns, a user begins."""
    return Message(id=str(number), conversation_id="c", role="assistant" if number % 2 else "user", text=text, created_at=NOW, **marks)


def summary(number: int, text: str = "In short.") -> Summary:
    return Summary(id=f"s{number}", conversation_id="c", message_id=str(number), text=text, created_at=NOW)


def plan_of(texts: list[str], **given: object) -> Plan:
    return plan_with([message(number, text) for number, text in enumerate(texts)], **given)


def plan_with(path: list[Message], *, kind: str = "send", **given: object) -> Plan:
    turn = Turn(id="t", owner_id="o", conversation_id="c", kind=kind, status="running", model_id="a/b", idempotency_key="k", created_at=NOW)
    answer = path[-1] if kind == "continue" else Message(id="x", conversation_id="c", role="assistant", created_at=NOW)
    return Plan(Actor("o"), turn, answer, path, first_exchange=False, **given)  # type: ignore[arg-type]


def card(window: int | None, most: int | None = None) -> ModelCard:
    return ModelCard("a/b", "B", "a", "A", context_tokens=window, max_output_tokens=most)


def texts_of(plan: Plan, window: int | None = None) -> list[str]:
    return [sent.text for sent in build_messages(plan, card(window))]


class TestWindow:
    def test_a_chat_that_fits_is_sent_whole(self) -> None:
        texts = ["One", "Two", "Three"]
        assert texts_of(plan_of(texts), 1_000) == texts
        assert texts_of(plan_of(texts)) == texts

    def test_the_oldest_are_left_out(self) -> None:
        sent = build_messages(plan_of(["word " * 100, "reply " * 100, "word " * 100, "reply " * 100, "last question"]), card(400))
        assert sent[-1].text == "last question"
        assert len(sent) < 5
        assert count_tokens(sent) <= 300

    @given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=12), st.integers(20, 2_000))
    def test_the_question_is_always_sent_and_a_user_begins(self, texts: list[str], window: int) -> None:
        texts = texts if len(texts) % 2 else texts[:-1] or texts
        sent = build_messages(plan_of(texts), card(window))
        assert sent[-1].text == texts[-1]
        assert sent[0].role == "user"
        assert len(sent) == 1 or count_tokens(sent) <= window


class TestMarks:
    def test_excluded_messages_are_not_read(self) -> None:
        path = [message(0, "One"), message(1, "Two", excluded=True), message(2, "Three"), message(3, "Four"), message(4, "Five")]
        assert texts_of(plan_with(path)) == ["One", "Three", "Four", "Five"]

    def test_nothing_before_the_divider_is_read(self) -> None:
        path = [message(0, "One"), message(1, "Two", clears_context=True), message(2, "Three")]
        assert texts_of(plan_with(path)) == ["Three"]

    def test_the_last_divider_counts(self) -> None:
        path = [message(0, "1", clears_context=True), *[message(n, str(n)) for n in range(1, 5)]]
        path[3].clears_context = True
        assert texts_of(plan_with(path)) == ["4"]

    def test_the_question_is_read_whatever_its_marks(self) -> None:
        assert texts_of(plan_with([message(0, "One", excluded=True, clears_context=True)])) == ["One"]

    def test_an_answer_that_goes_on_is_read_with_its_question(self) -> None:
        path = [message(0, "One", excluded=True), message(1, "Two", clears_context=True)]
        assert texts_of(plan_with(path, kind="continue")) == ["One", "Two", CONTINUE_PROMPT]

    def test_an_answer_without_its_question_does_not_begin(self) -> None:
        path = [message(0, "One", excluded=True), message(1, "Two"), message(2, "Three")]
        assert texts_of(plan_with(path)) == [LEFT_OUT, "Two", "Three"]


class TestSummary:
    def test_stands_for_what_lies_before_it(self) -> None:
        sent = build_messages(plan_of(["One", "Two", "Three"], summaries=[summary(1)]), card(None))
        assert [one.role for one in sent] == [Role.SYSTEM, Role.USER]
        assert sent[0].text.endswith("In short.")
        assert sent[1].text == "Three"

    def test_follows_the_system_prompt(self) -> None:
        sent = build_messages(plan_of(["One", "Two", "Three"], summaries=[summary(1)], system_prompt="Be brief."), card(None))
        assert sent[0].text.startswith("Be brief.\n\n")
        assert sent[0].text.endswith("In short.")

    def test_the_later_one_counts_and_one_of_another_branch_does_not(self) -> None:
        plan = plan_of(["0", "1", "2", "3", "4"], summaries=[summary(1, "Early."), summary(3, "Late."), summary(9, "Elsewhere.")])
        sent = texts_of(plan)
        assert "Late." in sent[0]
        assert "E" not in sent[0].removeprefix("What was said earlier")
        assert sent[1:] == ["4"]

    def test_behind_a_divider_counts_and_before_it_does_not(self) -> None:
        path = [message(n, str(n)) for n in range(5)]
        path[1].clears_context = True
        assert texts_of(plan_with(path, summaries=[summary(0)])) == ["2", "3", "4"]
        assert texts_of(plan_with(path, summaries=[summary(2)]))[1:] == [LEFT_OUT, "3", "4"]

    def test_one_that_failed_stands_for_nothing(self) -> None:
        assert texts_of(plan_of(["0", "1", "2"], summaries=[summary(1, "")])) == ["0", "1", "2"]


def test_files_stand_before_the_text_and_alone_are_enough() -> None:
    picture = ImagePart("image/png", b"x")
    plan = plan_of(["", "An owl.", "And this?"])
    sent = build_messages(plan, card(None), {"0": [picture], "2": [picture]})
    assert [len(one.parts) for one in sent] == [1, 1, 2]
    assert sent[2].parts[0] == picture


@st.composite
def branches(draw: st.DrawFn) -> tuple[list[Message], list[Summary]]:
    """A branch that ends in a question, with any marks and summaries on it."""
    path = [
        message(number, draw(st.text(min_size=1, max_size=60)), excluded=draw(st.booleans()), clears_context=draw(st.integers(0, 5)) == 0)
        for number in range(draw(st.integers(0, 6)) * 2 + 1)
    ]
    standing = draw(st.sets(st.integers(0, len(path)), max_size=3))
    return path, [summary(number, draw(st.sampled_from(["", "In short."]))) for number in standing]


@given(branches(), st.one_of(st.none(), st.integers(40, 2_000)), st.sampled_from(["", "Be brief."]))
def test_whatever_the_marks(branch: tuple[list[Message], list[Summary]], window: int | None, prompt: str) -> None:
    path, summaries = branch
    sent = build_messages(plan_with(path, summaries=summaries, system_prompt=prompt), card(window))
    told, said = [one for one in sent if one.role == Role.SYSTEM], [one for one in sent if one.role != Role.SYSTEM]
    allowed = {row.text for row in path[:-1] if not row.excluded} | {path[-1].text, LEFT_OUT}
    assert len(told) <= 1
    assert said[0].role == Role.USER
    assert said[-1].text == path[-1].text
    assert {one.text for one in said} <= allowed
    if prompt:
        assert told[0].text.startswith(prompt)
    assert window is None or len(said) == 1 or count_tokens(sent) <= window
