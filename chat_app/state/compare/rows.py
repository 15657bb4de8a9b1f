"""How the records of a comparison become a row of the page: finished labels, names left out while they are hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.chat.dto import Comparison, Message
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.model_labels import model_label
from chat_app.state.chat.model_views import model_rates
from chat_app.state.chat.views import MessageView, message_view
from chat_app.state.compare.views import ColumnView, CompareChipView, ComparisonView


async def with_comparisons(
    actor: Actor, rows: list[MessageView], messages: Sequence[Message], language: str, leaf_id: str
) -> list[MessageView]:
    """`rows` for `messages`, those that are compared with their columns. `leaf_id` is the end of the chat, or "" if that is further down."""
    found = await services().comparisons.of(actor, [message.comparison_id for message in messages])
    if not found:
        return rows
    answers = [answer for comparison in found.values() for answer in comparison.answers]
    labels = {model_id: await model_label(model_id) for model_id in {answer.model_id for answer in answers}}
    return [
        replace(row, comparison=comparison_view(found[message.comparison_id], message, labels, language, ended=message.id != leaf_id))
        if message.comparison_id in found
        else row
        for row, message in zip(rows, messages, strict=True)
    ]


async def compare_chips(actor: Actor, model_id: str, others: Sequence[str]) -> list[CompareChipView]:
    """The models that answer, the chat's own first; none when it is alone."""
    wanted = list(dict.fromkeys([model_id, *others]))
    if len(wanted) < 2:
        return []
    models = services().catalogue
    return [CompareChipView(each, await model_label(each), model_rates(await models.card(actor, each))) for each in wanted]


def comparison_view(comparison: Comparison, shown: Message, labels: Mapping[str, str], language: str, *, ended: bool) -> ComparisonView:
    """The row for a comparison. `shown` is the answer on the branch on show, `ended` whether there are messages behind it."""
    letters = _letters(comparison)
    running = any(answer.status == "running" for answer in comparison.answers)
    goes_on_id = shown.id if ended else "" if running else comparison.goes_on_id
    columns = [_column(comparison, answer, labels, letters, language, goes_on_id) for answer in comparison.answers]
    outside = _outside(comparison)
    return ComparisonView(
        id=comparison.id,
        columns=columns,
        hidden=not comparison.revealed,
        decided=comparison.winner_id != "",
        goes_on_name="" if ended or comparison.winner_id else next((column.name for column in columns if column.goes_on), ""),
        ended=ended,
        previous_id=outside[0],
        next_id=outside[1],
    )


def _outside(comparison: Comparison) -> tuple[str, str]:
    """The neighbours among the answers to the question that take no part."""
    members = {answer.id for answer in comparison.answers}
    first = next((answer for answer in comparison.answers if answer.previous_sibling_id not in members | {""}), None)
    last = next((answer for answer in comparison.answers if answer.next_sibling_id not in members | {""}), None)
    return (first.previous_sibling_id if first else "", last.next_sibling_id if last else "")


def _letters(comparison: Comparison) -> dict[int, str]:
    """A, B, C for the columns, merged answers aside."""
    places = sorted({answer.comparison_place for answer in comparison.answers if not answer.merged_from})
    return dict(zip(places, ascii_uppercase, strict=False))


def _column(
    comparison: Comparison, answer: Message, labels: Mapping[str, str], letters: Mapping[int, str], language: str, goes_on_id: str
) -> ColumnView:
    hidden = not comparison.revealed and not answer.merged_from
    name = translate("compare.letter", language, letter=letters[answer.comparison_place]) if hidden else labels[answer.model_id]
    view = message_view(answer, language, name)
    return ColumnView(
        id=answer.id,
        place=answer.comparison_place,
        name=name,
        text=answer.text,
        status=answer.status,
        reasoning=answer.reasoning,
        reasoning_ms=answer.reasoning_ms,
        turn_id=answer.turn_id,
        source_count=answer.source_count,
        searched=answer.searched,
        model_id="" if hidden else answer.model_id,
        tokens_label=view.tokens_label,
        cost_label="" if hidden else view.cost_label,
        time_label=view.time_label,
        details="" if hidden else view.details,
        unfinished=view.unfinished,
        money=view.money,
        can_continue=view.can_continue,
        merged=translate("compare.merged_from", language, count=len(answer.merged_from)) if answer.merged_from else "",
        chosen=answer.id == comparison.winner_id,
        goes_on=answer.id == goes_on_id,
        voted=answer.id == comparison.vote_id,
    )
