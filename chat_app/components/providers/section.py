"""Providers, for the page of settings and for administration.

The component speaks to the REST interface by itself: a key never passes through Reflex's state.
"""

from __future__ import annotations

import reflex as rx

from chat_app.components.account.labels import words
from chat_app.components.providers.library import module
from chat_app.components.ui.library import LUCIDE

WORDS = {
    "add": "providers.add",
    "addTitle": "providers.add_title",
    "vendor": "providers.vendor",
    "nameHelp": "providers.name_help",
    "url": "providers.url",
    "urlHelp": "providers.url_help",
    "urlHelpPlatform": "providers.url_help_platform",
    "urlMissing": "providers.error.url_needed",
    "urlClears": "providers.url_clears",
    "key": "providers.key",
    "keyOptional": "providers.key_optional",
    "keyMissing": "providers.key_missing",
    "region": "providers.region",
    "regionHelp": "providers.region_help",
    "regionFollows": "providers.region_follows",
    "enabled": "providers.enabled",
    "enabledHelp": "providers.enabled_help",
    "test": "providers.test",
    "testing": "providers.testing",
    "removeText": "providers.remove_text",
    "state_ok": "providers.state_ok",
    "health_slow": "providers.health_slow",
    "health_failing": "providers.health_failing",
    "health_open": "providers.health_open",
    "state_failing": "providers.state_failing",
    "state_untested": "providers.state_untested",
    "state_no_key": "providers.state_no_key",
    "state_disabled": "providers.state_disabled",
    "switchedOff": "providers.switched_off",
    "state_blocked": "providers.problem.blocked",
    "region_unknown": "providers.region_unknown",
    "region_local": "providers.region_local",
    "region_eu": "providers.region_eu",
    "region_us": "providers.region_us",
    "region_uk": "providers.region_uk",
    "region_ch": "providers.region_ch",
    "region_ca": "providers.region_ca",
    "region_cn": "providers.region_cn",
    "region_in": "providers.region_in",
    "region_jp": "providers.region_jp",
    "fieldMissing": "providers.field_missing",
    "keyMeansAzure": "providers.key_azure",
    "keyMeansBedrock": "providers.key_bedrock",
    "urlAzure": "providers.url_azure",
    "field_endpoint_id": "providers.field.endpoint_id",
    "field_endpoint_id_help": "providers.field.endpoint_id_help",
    "field_api_version": "providers.field.api_version",
    "field_api_version_help": "providers.field.api_version_help",
    "field_deployments": "providers.field.deployments",
    "field_deployments_help": "providers.field.deployments_help",
    "field_region": "providers.field.aws_region",
    "field_region_help": "providers.field.aws_region_help",
    "field_access_key_id": "providers.field.access_key_id",
    "field_access_key_id_help": "providers.field.access_key_id_help",
}
OWN = {"providersTitle": "providers.own_title", "providersHelp": "providers.own_help", "providersEmpty": "providers.own_empty"}
PLATFORM = {
    "providersTitle": "providers.platform_title",
    "providersHelp": "providers.platform_help",
    "providersEmpty": "providers.platform_empty",
}
OPEN = {
    "editTitle": "providers.edit_title",
    "removeTitle": "providers.remove_title",
    "removeOne": "providers.remove_one",
    "keyKeep": "providers.key_keep",
    "keyKeepShort": "providers.key_keep_short",
    "keyStored": "providers.key_stored",
    "keyPage": "providers.key_page",
    "models": "providers.models",
    "tested": "providers.tested",
    "healthAt": "providers.health_at",
}


class ProvidersSection(rx.Component):
    """The list with its dialogs."""

    library = module("providers_section.jsx")
    tag = "ProvidersSection"
    lib_dependencies: list[str] = [LUCIDE]
    platform: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


def providers_section(*, platform: bool = False) -> rx.Component:
    """One's own providers, or those for everybody."""
    return ProvidersSection.create(platform=platform, labels=words({**WORDS, **(PLATFORM if platform else OWN)}, OPEN))
