"""What stands over every page: announcements, new texts to agree to, money that runs out, and that an administrator could read one's chats."""

from dataclasses import dataclass
from typing import Literal

import reflex as rx

from chat_app.container import services
from chat_app.services.content_access.dto import AccessNotice
from chat_app.services.privacy.consents import Purpose
from chat_app.services.site.billing_sections import Credit
from chat_app.state.announcements.money_words import money_level, money_sentence
from chat_app.state.shared.guards import current_actor, signed_in

Kind = Literal["announcement", "access_open", "access_read", "access_unread", "consent_terms", "consent_privacy", "money"]
_TEXTS: dict[Purpose, Kind] = {"terms": "consent_terms", "privacy": "consent_privacy"}


@dataclass(frozen=True)
class BannerView:
    """A banner. `mark` tells it from others once it was put away; `at` (ISO) and a reason belong to accesses, a version to texts."""

    mark: str
    kind: Kind
    level: str
    text: str
    at: str = ""


class BannerState(rx.State):
    """The banners of now; the page asks again from time to time, and when something of the person changed."""

    banners: rx.Field[list[BannerView]] = rx.field(default_factory=list)
    charging: rx.Field[bool] = rx.field(False)
    """Whether calls are paid from credit, so that pages show the balance."""

    @rx.event
    @signed_in(permission="account")
    async def load(self):
        """Read them. What was read before is not sent again."""
        actor = await current_actor(self)
        accesses = [_of_access(each) for each in await services().content_access.notices(actor)]
        announced = [BannerView(each.mark, "announcement", each.level, each.text) for each in await services().announcements.banners(actor)]
        asked = [
            BannerView(f"{each.purpose}:{each.version}", _TEXTS[each.purpose], "info", each.version)
            for each in await services().consents.newer(actor)
        ]
        money = [
            BannerView(each.mark, "money", money_level(each), money_sentence(each, actor.language))
            for each in await services().money_notices.list(actor)
        ]
        if (found := accesses + asked + money + announced) != self.banners:
            self.banners = found
        if (charging := "billing" in actor.permissions and (await services().site.load(Credit)).charging) != self.charging:
            self.charging = charging


def _of_access(access: AccessNotice) -> BannerView:
    """An open one, then whether anything was read. Each of these says something else, so each has a mark of its own."""
    if access.is_open:
        return BannerView(f"{access.id}:open", "access_open", "warning", access.reason, access.expires_at.isoformat())
    kind: Kind = "access_read" if access.last_read_at else "access_unread"
    return BannerView(f"{access.id}:over", kind, "info", access.reason, (access.last_read_at or access.created_at).isoformat())
