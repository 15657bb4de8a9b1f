"""The list of models, for administration and for one's own view of it.

The component speaks to the REST interface by itself: thousands of rows never pass through Reflex's state.
"""

from __future__ import annotations

import reflex as rx

from chat_app.components.account.labels import words as account_words
from chat_app.components.admin.words import words
from chat_app.components.layout.buttons import sidebar_toggle
from chat_app.components.model_settings.library import module
from chat_app.components.models.labels import CHOICES, PARAMETERS
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts

WORDS = (
    "search", "filters", "clear", "provider", "any", "abilities", "vision", "tools", "reasoning", "json_mode", "vision_short", "tools_short",
    "reasoning_short", "json_mode_short", "price", "free", "priced", "unknown", "ends", "ending", "staying", "state", "on", "off", "sort",
    "sort_listed", "sort_name", "sort_name_down", "sort_price", "sort_price_down", "sort_context", "sort_context_down", "model", "window",
    "one", "many", "changed", "own", "nothing", "empty", "retry", "more", "groups", "overrides", "name", "id", "context_tokens",
    "max_output_tokens", "region", "tokens", "none", "prices", "kind", "version", "parameters", "most", "yes", "no", "kind_input",
    "kind_output", "kind_cache_read", "kind_cache_write", "kind_cache_write_1h", "kind_reasoning", "kind_audio_in", "kind_audio_out",
    "kind_image_in", "kind_image_out", "kind_image", "kind_request", "kind_search",
)  # fmt: skip
NAMED = {
    "allOn": "all_on", "allOff": "all_off", "onTitle": "on_title", "offTitle": "off_title", "sortBy": "sort_by",
    "priceColumn": "price_column", "priceHelp": "price_help", "endsOn": "ends_on", "oneGroup": "one_group", "manyGroups": "many_groups",
    "switchOne": "switch_one", "windowFull": "window_full", "outputFull": "output_full", "outputShort": "output_short",
    "nameHelp": "name_help", "nameHelpOwn": "name_help_own", "overridesHelp": "overrides_help", "groupsHelp": "groups_help",
    "noGroups": "no_groups", "goneGroup": "gone_group", "asListed": "as_listed", "notKnown": "not_known", "noEnd": "no_end",
    "perMillion": "per_million", "perMany": "per_many", "longAbove": "long_above", "forAll": "for_all", "forMe": "for_me",
}  # fmt: skip
REGIONS = {
    "region_local": "providers.region_local", "region_eu": "providers.region_eu", "region_us": "providers.region_us",
    "region_uk": "providers.region_uk", "region_ch": "providers.region_ch", "region_ca": "providers.region_ca",
    "region_cn": "providers.region_cn", "region_in": "providers.region_in", "region_jp": "providers.region_jp",
}  # fmt: skip


class ModelCatalogue(rx.Component):
    """Search, filters, rows, the panel of one model."""

    library = module("models_page.jsx")
    tag = "ModelCatalogue"
    lib_dependencies: list[str] = [LUCIDE]
    platform: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


def model_catalogue(*, platform: bool) -> rx.Component:
    """Everybody's models, or one's own view of them."""
    labels = account_words({}).merge(texts(**REGIONS, **PARAMETERS, **CHOICES)).merge(words("catalogue_page", WORDS)).merge(_named())
    consequence = texts(
        onText="catalogue_page.on_text" if platform else "catalogue_page.on_text_own",
        offText="catalogue_page.off_text" if platform else "catalogue_page.off_text_own",
    )
    return ModelCatalogue.create(platform=platform, labels=labels.merge(consequence))


def own_models_body() -> rx.Component:
    """The page of the person's own list."""
    return rx.el.main(
        rx.el.header(sidebar_toggle("header"), rx.el.h1(t("catalogue_page.title"), class_name="page-title"), class_name="page-header"),
        rx.el.div(
            rx.el.div(
                rx.el.p(t("catalogue_page.intro_own"), class_name="admin-text catalogue-intro"),
                model_catalogue(platform=False),
                class_name="admin-content",
            ),
            class_name="admin-page admin-page-alone",
            id="models-page",
            tab_index=0,
            role="region",
            aria_label=t("catalogue_page.title"),
        ),
        class_name="page",
    )


def _named() -> rx.Var[dict[str, str]]:
    known = words("catalogue_page", tuple(NAMED.values()))
    return rx.Var.create({name: known[key] for name, key in NAMED.items()})  # pyright: ignore[reportReturnType, reportIndexIssue]
