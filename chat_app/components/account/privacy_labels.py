"""The words of the section about data and privacy."""

from __future__ import annotations

import reflex as rx

from chat_app.components.account.labels import words
from chat_app.components.ui.text import texts

DATA = {
    "export": "account_data.export",
    "exportHelp": "account_data.export_help",
    "exportStart": "account_data.export_start",
    "exportReady": "account_data.export_ready",
    "exportUnderway": "account_data.export_underway",
    "exportFailed": "account_data.export_failed",
    "exportLoad": "account_data.export_load",
    "retention": "account_data.retention",
    "retentionHelp": "account_data.retention_help",
    "retentionForever": "account_data.retention_forever",
    "consents": "account_data.consents",
    "consentsHelp": "account_data.consents_help",
    "consentNever": "account_data.consent_never",
    "consentRead": "account_data.consent_read",
    "accesses": "account_data.accesses",
    "accessesHelp": "account_data.accesses_help",
    "accessesNone": "account_data.accesses_none",
    "accessOpen": "account_data.access_open",
    "accessUnread": "account_data.access_unread",
    "activity": "account_data.activity",
    "activityHelp": "account_data.activity_help",
    "activityNone": "account_data.activity_none",
    "more": "account_data.more",
    "outcomeRefused": "account_data.refused",
    "outcomeFailed": "account_data.failed",
    "byAdministration": "account_data.by_administration",
    "bySystem": "account_data.by_system",
    "delete": "account_data.delete",
    "deleteHelp": "account_data.delete_help",
    "deleteTitle": "account_data.delete_title",
    "deleteWord": "account_data.delete_word",
    "deleteGone": "account_data.delete_gone",
    "deleteStays": "account_data.delete_stays",
    "deleteUndo": "account_data.delete_undo",
    "deletedTitle": "account_data.deleted_title",
}
OPEN = {
    "exportUntil": "account_data.export_until",
    "exportSince": "account_data.export_since",
    "size": "account_data.size",
    "retentionDays": "account_data.retention_days",
    "consentSince": "account_data.consent_since",
    "consentEnded": "account_data.consent_ended",
    "accessFrom": "account_data.access_from",
    "accessTo": "account_data.access_to",
    "accessRead": "account_data.access_read",
    "deletedText": "account_data.deleted_text",
    "deleteGiven": "account_data.delete_given",
    "deleteBought": "account_data.delete_bought",
}


def privacy_words() -> rx.Var[dict[str, str]]:
    """All of them, for one component."""
    return words(DATA, OPEN)


def purpose_words() -> rx.Var[dict[str, str]]:
    """What people agree to, by purpose."""
    return texts(terms="account_data.terms", privacy="account_data.privacy_notice")
