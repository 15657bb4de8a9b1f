"""The banners over every page."""

import reflex as rx

from chat_app.components.announcements.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.announcements.banner_state import BannerState, BannerView


class Banners(rx.Component):
    """Shows what the reader has not put away in this browser, and asks for news while the page is looked at."""

    library = module("banners.jsx")
    tag = "Banners"
    lib_dependencies: list[str] = [LUCIDE]
    banners: rx.Var[list[BannerView]]
    labels: rx.Var[dict[str, str]]
    on_ask: rx.EventHandler[rx.event.no_args_event_spec]


def banners() -> rx.Component:
    """Announcements, texts to agree to, money that runs out, and notices of accesses."""
    plain = texts(region="banner.region", dismiss="banner.dismiss", look="banner.consent_look", billing="budgets.notice.look")
    told = {
        "consent_terms": t("banner.consent_terms", version="{version}"),
        "consent_privacy": t("banner.consent_privacy", version="{version}"),
        "access_open": t("banner.access_open", until="{at}", reason="{reason}"),
        "access_read": t("banner.access_read", day="{at}", reason="{reason}"),
        "access_unread": t("banner.access_unread", day="{at}", reason="{reason}"),
    }
    return Banners.create(banners=BannerState.banners, labels=plain.merge(rx.Var.create(told)), on_ask=BannerState.load)
