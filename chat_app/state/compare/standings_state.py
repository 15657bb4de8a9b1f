"""Win rates of the models, read when somebody looks."""

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.chat.standings import ModelStanding, PairStanding, Score
from chat_app.state.chat.model_labels import model_label
from chat_app.state.chat.views import cost_label
from chat_app.state.compare.views import ScoreView, StandingView
from chat_app.state.shared.formats import seconds
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


class StandingsState(rx.State):
    """The tables of the panel."""

    models: rx.Field[list[StandingView]] = rx.field(default_factory=list)
    pairs: rx.Field[list[StandingView]] = rx.field(default_factory=list)
    ready: rx.Field[bool] = rx.field(False)

    @rx.event
    @signed_in(permission="compare", quiet=True)
    async def load(self):
        """Reckon the win rates anew."""
        found, language = await services().comparisons.standings(await current_actor(self)), await reader_language(self)
        self.models = [await _model_row(row, language) for row in found.models]
        self.pairs = [await _pair_row(row, language) for row in found.pairs]
        self.ready = True

    @rx.event
    @signed_in(permission="compare", quiet=True)
    async def follow(self):
        """A choice was made somewhere: bring the tables up to date if they were opened."""
        if self.ready:
            await self.load()


async def _model_row(row: ModelStanding, language: str) -> StandingView:
    return StandingView(
        name=await model_label(row.model_id),
        votes=_score(row.votes, language),
        choices=_score(row.choices, language),
        time_label="" if row.average_ms is None else seconds(row.average_ms, language),
        cost_label="" if row.average_cost_nano is None else cost_label(row.average_cost_nano, language),
    )


async def _pair_row(row: PairStanding, language: str) -> StandingView:
    return StandingView(
        name=await model_label(row.model_id),
        other=await model_label(row.other_id),
        votes=_score(row.votes, language),
        choices=_score(row.choices, language),
    )


def _score(score: Score, language: str) -> ScoreView:
    if score.rate is None or score.low is None or score.high is None:
        return ScoreView()
    rate, low, high = (round(share * 100) for share in (score.rate, score.low, score.high))
    return ScoreView(
        games=score.games,
        wins=score.wins,
        rate=translate("compare.percent", language, percent=rate),
        interval=translate("compare.interval", language, low=low, high=high),
        share=rate,
        low=low,
        high=high,
    )
