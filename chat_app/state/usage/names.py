"""What models, people, projects and kinds of calls are called on the pages of usage."""

from __future__ import annotations

from collections.abc import Mapping

from chat_app.container import services
from chat_app.i18n import catalogue, translate
from chat_app.services.kernel.actor import Actor
from chat_app.services.usage.report_dto import ReportLine


class LineNames:
    """What lines of a report are called."""

    def __init__(self, language: str, models: Mapping[str, str]) -> None:
        self.language = language
        self.models = models

    def model(self, model_id: str) -> str:
        """What a model is called here today, else what its vendor calls it."""
        return self.models.get(model_id) or model_id.partition("/")[2] or model_id

    def of(self, by: str, line: ReportLine) -> str:
        """The name of a line of a group."""
        if line.key == "…":
            return translate("usage.others", self.language)
        if by == "model":
            return self.model(line.key)
        if by == "kind":
            return kind_name(line.key, self.language)
        if by in {"project", "key"} and not line.key:
            return translate("usage.no_project" if by == "project" else "usage.no_key", self.language)
        gone = {"project": "usage.gone_project", "key": "usage.gone_key", "person": "usage.unnamed"}
        return line.label or (translate(gone[by], self.language) if by in gone else line.key)


def kind_name(kind: str, language: str) -> str:
    """What a call was made for, in a word or two."""
    key = f"usage_kinds.{kind}"
    return translate(key, language) if key in catalogue() else kind


async def line_names(actor: Actor, language: str) -> LineNames:
    """With the names that models have for this person today."""
    return LineNames(language, {card.id: card.label for card in await services().catalogue.models(actor)})
