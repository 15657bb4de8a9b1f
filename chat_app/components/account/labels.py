"""The words of the sections of the own account."""

from __future__ import annotations

from collections.abc import Mapping

import reflex as rx

from chat_app.components.ui.text import t, texts

COMMON = {
    "failed": "account_common.failed",
    "retry": "account_common.retry",
    "close": "account_common.close",
    "cancel": "account_common.cancel",
    "save": "account_common.save",
    "saved": "account_common.saved",
    "change": "account_common.change",
    "remove": "account_common.remove",
    "copy": "account_common.copy",
    "copied": "account_common.copied",
    "download": "account_common.download",
    "print": "account_common.print",
    "done": "account_common.done",
    "notKept": "account_common.not_kept",
    "show": "account_common.show_password",
    "hide": "account_common.hide_password",
    "name": "account_common.name",
    "neverUsed": "account_common.never_used",
}


def words(keys: Mapping[str, str], open_ends: Mapping[str, str] | None = None) -> rx.Var[dict[str, str]]:
    """`keys` and the words that all sections share. The browser fills what is open in `open_ends`, by the same names."""
    blanks = {"when": "{when}", "name": "{name}", "word": "{word}", "network": "{network}", "count": "{count}", "days": "{days}"}
    blanks |= {"amount": "{amount}", "used": "{used}", "budget": "{budget}", "email": "{email}", "size": "{size}"}
    filled = {name: t(key, **blanks) for name, key in {**_OPEN, **(open_ends or {})}.items()}
    return rx.Var.create({**{name: t(key) for name, key in {**COMMON, **keys}.items()}, **filled})  # pyright: ignore[reportReturnType]


_OPEN = {"typeWord": "account_common.type_word", "lastUsed": "account_common.last_used", "network": "account_common.network"}

PROFILE = {
    "title": "account.title",
    "unnamed": "account.unnamed",
    "signOut": "account.sign_out",
    "admin": "account.administration",
    "nameHelp": "account_profile.name_help",
    "nameTitle": "account_profile.name_title",
    "noEmail": "account_profile.no_email",
    "emailHelp": "account_profile.email_help",
    "emailTitle": "account_profile.email_title",
    "emailNew": "account_profile.email_new",
    "emailNewHelp": "account_profile.email_new_help",
    "emailSend": "account_profile.email_send",
    "emailWrong": "account_profile.email_wrong",
}
PROFILE_OPEN = {"emailWaiting": "account_profile.email_waiting"}

PROOF = {
    "title": "account_proof.title",
    "text": "account_proof.text",
    "confirm": "account_proof.confirm",
    "password": "account_proof.password",
    "code": "account_proof.code",
    "useCode": "account_proof.use_code",
    "usePassword": "account_proof.use_password",
    "usePasskey": "account_proof.use_passkey",
    "passwordMissing": "account_proof.password_missing",
    "codeMissing": "account_proof.code_missing",
    "stopped": "account_proof.stopped",
}


def proof_words() -> rx.Var[dict[str, str]]:
    """Of the dialog that asks who is there."""
    return words(PROOF)


def profile_words() -> rx.Var[dict[str, str]]:
    """Of name and e-mail address."""
    return words(PROFILE, open_ends=PROFILE_OPEN)


def who_words() -> rx.Var[dict[str, str]]:
    """Of the foot of the sidebar."""
    return texts(
        menu="account.menu",
        settings="account.open",
        admin="account.administration",
        team="team.title",
        usage="usage.own_usage",
        billing="billing.title",
        sign_out="account.sign_out",
        unnamed="account.unnamed",
    )
