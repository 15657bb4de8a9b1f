"""The pages of what administrators set for everybody: sign-in, limits, privacy."""

import reflex as rx

from chat_app.components.admin.form import field, form
from chat_app.components.admin.frame import page_head
from chat_app.components.admin.table import column, table
from chat_app.components.ui.text import t
from chat_app.state.admin.consent_texts_state import ConsentTextsState
from chat_app.state.admin.erasures_state import ErasuresState
from chat_app.state.admin.fallbacks_state import FallbacksState
from chat_app.state.admin.limits_state import LimitsState
from chat_app.state.admin.privacy_state import PrivacyState
from chat_app.state.admin.section_form import SectionMixin
from chat_app.state.admin.sign_in_state import SignInSettingsState


def sign_in_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.sign_in", text="admin_sign_in.text"),
        rx.cond(
            SignInSettingsState.mail,
            rx.fragment(),
            rx.el.p(t("admin_sign_in.no_mail"), class_name="admin-note", custom_attrs={"data-tone": "warning", "data-testid": "no-mail"}),
        ),
        _form("sign-in-form", _sign_in_fields(), SignInSettingsState, SignInSettingsState.save),
    )


def limits_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.limits", text="admin_limits.text"), _form("limits-form", _limit_fields(), LimitsState, LimitsState.save)
    )


def privacy_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.privacy", text="admin_privacy.text"),
        _form("privacy-form", _privacy_fields(), PrivacyState, PrivacyState.save),
        _part("admin_consent.title", "admin_consent.text"),
        _form("consent-form", _consent_fields(), ConsentTextsState, ConsentTextsState.save),
        _part("admin_erasures.title", "admin_erasures.text"),
        _erasures(),
    )


def fallbacks_part() -> rx.Component:
    """Below the providers: what happens when one of their models fails."""
    fields = [
        field("chains", "lines", "admin_fallbacks.chains", note="admin_fallbacks.chains_help"),
        field("stand_in", "switch", "admin_fallbacks.stand_in", note="admin_fallbacks.stand_in_help"),
    ]
    return rx.fragment(
        _part("admin_fallbacks.title", "admin_fallbacks.text"), _form("fallbacks-form", fields, FallbacksState, FallbacksState.save)
    )


def _form(testid: str, fields: list[dict], state: type[SectionMixin], on_save: rx.event.EventType) -> rx.Component:
    return form(testid, fields, values=state.values, problems=state.problems, saved=state.saved, ready=state.ready, on_save=on_save)


def _sign_in_fields() -> list[dict]:
    who = [
        ("closed", t("admin_sign_in.closed")),
        ("invitation", t("admin_sign_in.invitation")),
        ("domain", t("admin_sign_in.domain")),
        ("open", t("admin_sign_in.open")),
    ]
    return [
        field(
            "registration",
            "choice",
            "admin_sign_in.registration",
            note="admin_sign_in.registration_help",
            part="admin_sign_in.part_accounts",
            options=who,
        ),
        field("domains", "lines", "admin_sign_in.domains", note="admin_sign_in.domains_help"),
        field("passwords", "switch", "admin_sign_in.passwords", note="admin_sign_in.passwords_help", part="admin_sign_in.part_proof"),
        field("admin_second_factor", "switch", "admin_sign_in.admin_second_factor", note="admin_sign_in.admin_second_factor_help"),
        field("breach_lookup", "switch", "admin_sign_in.breach_lookup", note="admin_sign_in.breach_lookup_help"),
    ]


def _part(title: str, text: str) -> rx.Component:
    """The head of another part of the page."""
    return rx.el.div(rx.el.div(rx.el.h2(t(title)), rx.el.p(t(text))), class_name="admin-head small admin-next")


def _consent_fields() -> list[dict]:
    version = "admin_consent.version_help"
    return [
        field("terms_url", "text", "admin_consent.terms_url", note="admin_consent.url_help", part="admin_consent.terms"),
        field("terms_version", "text", "admin_consent.terms_version", note=version),
        field("privacy_url", "text", "admin_consent.privacy_url", note="admin_consent.url_help", part="admin_consent.privacy"),
        field("privacy_version", "text", "admin_consent.privacy_version", note=version),
    ]


def _erasures() -> rx.Component:
    columns = [
        column("at", "admin_erasures.at", "time"),
        column("person", "admin_erasures.person", "mono"),
        column("chats", "admin_erasures.chats", "number"),
        column("messages", "admin_erasures.messages", "number"),
        column("files", "admin_erasures.files", "number"),
        column("other", "admin_erasures.other", "number"),
    ]
    return table(ErasuresState, "erasures", columns, ErasuresState.query, search="", empty="admin_erasures.empty")


def _limit_fields() -> list[dict]:
    return [
        field(
            "requests_per_minute",
            "number",
            "admin_limits.requests_per_minute",
            unit="admin_limits.per_minute",
            part="admin_limits.part_pace",
        ),
        field("concurrent_turns", "number", "admin_limits.concurrent_turns", unit="admin_limits.at_once"),
        field("tokens_per_day", "number", "admin_limits.tokens_per_day", unit="admin_limits.per_day", part="admin_limits.part_amount"),
        field("uploads_per_day", "number", "admin_limits.uploads_per_day", unit="admin_limits.per_day"),
        field("upload_mb_per_day", "number", "admin_limits.upload_mb_per_day", unit="admin_limits.mb_per_day"),
        field("budget_nano_per_month", "text", "admin_limits.budget", note="admin_limits.budget_help", unit="admin_limits.per_month"),
    ]


def _privacy_fields() -> list[dict]:
    days = "admin_privacy.days"
    return [
        field(
            "chat_days",
            "number",
            "admin_privacy.chat_days",
            note="admin_privacy.chat_days_help",
            unit=days,
            part="admin_privacy.part_keeping",
        ),
        field("upload_days", "number", "admin_privacy.upload_days", note="admin_privacy.upload_days_help", unit=days),
        field("audit_days", "number", "admin_privacy.audit_days", note="admin_privacy.audit_days_help", unit=days),
        field("deletion_days", "number", "admin_privacy.deletion_days", note="admin_privacy.deletion_days_help", unit=days),
        field(
            "blocked_regions",
            "lines",
            "admin_privacy.blocked_regions",
            note="admin_privacy.blocked_regions_help",
            part="admin_privacy.part_leaving",
        ),
        field("redact_personal_data", "switch", "admin_privacy.redact", note="admin_privacy.redact_help"),
        field(
            "content_access",
            "switch",
            "admin_privacy.content_access",
            note="admin_privacy.content_access_help",
            part="admin_privacy.part_reading",
        ),
    ]
