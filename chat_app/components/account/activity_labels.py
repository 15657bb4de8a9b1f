"""What the entries of the own activity say."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.components.ui.text import t

ACTIONS = (
    "account_activity.session_begin",
    "account_activity.session_fail",
    "account_activity.session_challenge",
    "account_activity.session_prove",
    "account_activity.session_end",
    "account_activity.session_end_all",
    "account_activity.password_change",
    "account_activity.password_reset",
    "account_activity.email_change",
    "account_activity.email_confirm",
    "account_activity.totp_enable",
    "account_activity.totp_disable",
    "account_activity.recovery_codes_renew",
    "account_activity.recovery_codes_use",
    "account_activity.passkey_add",
    "account_activity.passkey_rename",
    "account_activity.passkey_remove",
    "account_activity.identity_link",
    "account_activity.identity_unlink",
    "account_activity.api_key_create",
    "account_activity.api_key_rename",
    "account_activity.api_key_revoke",
    "account_activity.token_create",
    "account_activity.token_revoke",
    "account_activity.provider_change",
    "account_activity.export_make",
    "account_activity.export_fetch",
    "account_activity.user_create",
    "account_activity.user_role",
    "account_activity.user_suspend",
    "account_activity.user_unsuspend",
    "account_activity.user_delete",
    "account_activity.user_restore",
    "account_activity.user_groups",
    "account_activity.group_add_member",
    "account_activity.group_remove_member",
    "account_activity.group_lead",
    "account_activity.group_change",
    "account_activity.consent_give",
    "account_activity.consent_withdraw",
    "account_activity.retention_change",
    "account_activity.content_open",
    "account_activity.content_read",
    "account_activity.content_list",
    "account_activity.content_export",
    "account_activity.content_end",
    "account_activity.access_refuse",
    "account_activity.site_change",
    "account_activity.account_rename",
    "account_activity.account_ask",
    "account_activity.email_ask",
    "account_activity.identity_use",
    "account_activity.passkey_show",
    "account_activity.second_factor_enter",
    "account_activity.password_hand_out",
    "account_activity.provider_create",
    "account_activity.provider_delete",
    "account_activity.invitation_make",
    "account_activity.invitation_withdraw",
    "account_activity.user_erase",
    "account_activity.account_create",
    "account_activity.announcement_create",
    "account_activity.announcement_change",
    "account_activity.announcement_delete",
    "account_activity.audit_verify",
    "account_activity.consent_decide",
    "account_activity.group_create",
    "account_activity.group_delete",
    "account_activity.invitation_join",
    "account_activity.job_run",
    "account_activity.password_ask",
    "account_activity.provider_test",
    "account_activity.second_factor_reset",
    "account_activity.signing_key_rotate",
    "account_activity.user_export",
)
"""One for each kind of entry that a person finds among their own: "session.begin" of the audit log is "session_begin" here."""


def action_words() -> rx.Var[dict[str, Any]]:
    """By the names that the audit log uses, with "_" for "."; what has no words shows its name."""
    return rx.Var.create({key.partition(".")[2]: t(key) for key in ACTIONS})
