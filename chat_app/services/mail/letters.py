"""The letters that Parley writes: their texts are in chat_app/i18n/mail.toml."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from string import Template
from typing import Literal

from chat_app.i18n import translate
from chat_app.integrations.mail.port import Mail

Kind = Literal[
    "confirm",
    "exists",
    "invite",
    "reset",
    "new_email",
    "email_changed",
    "password_changed",
    "sign_in_changed",
    "withdrawal_received",
    "withdrawal_by_hand",
    "credit_low",
    "budget_warning",
    "top_up_failed",
    "payment_dispute",
    "payment_warning",
    "reconciliation",
    "invoice",
    "correction",
    "wallets_stopped",
]


@dataclass(frozen=True, slots=True)
class _Texts:
    subject: str
    body: str
    button: str = ""
    """What the link is called; empty for a letter without one."""


_LETTERS: dict[Kind, _Texts] = {
    "confirm": _Texts("mail.confirm.subject", "mail.confirm.body", "mail.confirm.button"),
    "exists": _Texts("mail.exists.subject", "mail.exists.body", "mail.exists.button"),
    "invite": _Texts("mail.invite.subject", "mail.invite.body", "mail.invite.button"),
    "reset": _Texts("mail.reset.subject", "mail.reset.body", "mail.reset.button"),
    "new_email": _Texts("mail.new_email.subject", "mail.new_email.body", "mail.new_email.button"),
    "email_changed": _Texts("mail.email_changed.subject", "mail.email_changed.body"),
    "password_changed": _Texts("mail.password_changed.subject", "mail.password_changed.body"),
    "invoice": _Texts("mail.invoice.subject", "mail.invoice.body", "mail.invoice.button"),
    "correction": _Texts("mail.correction.subject", "mail.correction.body", "mail.invoice.button"),
    "sign_in_changed": _Texts("mail.sign_in_changed.subject", "mail.sign_in_changed.body"),
    "withdrawal_received": _Texts("mail.withdrawal_received.subject", "mail.withdrawal_received.body"),
    "withdrawal_by_hand": _Texts("mail.withdrawal_by_hand.subject", "mail.withdrawal_by_hand.body", "mail.withdrawal_by_hand.button"),
    "credit_low": _Texts("mail.credit_low.subject", "mail.credit_low.body", "mail.credit_low.button"),
    "budget_warning": _Texts("mail.budget_warning.subject", "mail.budget_warning.body", "mail.budget_warning.button"),
    "payment_dispute": _Texts("mail.payment_dispute.subject", "mail.payment_dispute.body", "mail.payment_dispute.button"),
    "payment_warning": _Texts("mail.payment_warning.subject", "mail.payment_warning.body", "mail.payment_warning.button"),
    "reconciliation": _Texts("mail.reconciliation.subject", "mail.reconciliation.body", "mail.reconciliation.button"),
    "top_up_failed": _Texts("mail.top_up_failed.subject", "mail.top_up_failed.body", "mail.top_up_failed.button"),
    "wallets_stopped": _Texts("mail.wallets_stopped.subject", "mail.wallets_stopped.body", "mail.wallets_stopped.button"),
}

# Mail programs know no style sheets of ours: few rules, in the elements themselves, and none that needs the network.
_HTML = Template("""<!doctype html>
<html lang="$language"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>$subject</title></head>
<body style="margin:0;padding:24px;font:16px/1.6 -apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:480px;margin:0 auto">
<p style="font-weight:600">Parley</p>
$paragraphs
$link<p style="font-size:13px;opacity:.7">$footer</p>
</div></body></html>
""")
_LINK = Template("""<p><a href="$url" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#0f6e6a;color:#ffffff;text-decoration:none;font-weight:600">$button</a></p>
<p style="font-size:13px;overflow-wrap:anywhere">$url</p>
""")  # fmt: skip


def write_letter(to: str, language: str, kind: Kind, origin: str, link: str = "", **params: str | int) -> Mail:
    """A letter in `language`; `params` fill its texts, `origin` says from where it comes."""
    texts = _LETTERS[kind]
    subject = translate(texts.subject, language, **params)
    body = translate(texts.body, language, origin=origin, **params)
    footer = translate("mail.footer", language, origin=origin)
    button = translate(texts.button, language) if texts.button and link else ""
    text = "\n\n".join(part for part in (body, f"{button}:\n{link}" if button else "", f"-- \n{footer}") if part)
    return Mail(to, subject, text + "\n", _html(language, subject, body, footer, button, link))


def _html(language: str, subject: str, body: str, footer: str, button: str, link: str) -> str:
    return _HTML.substitute(
        language=language,
        subject=escape(subject),
        paragraphs="\n".join(f"<p>{escape(part)}</p>" for part in body.split("\n\n")),
        link=_LINK.substitute(url=escape(link), button=escape(button)) if button else "",
        footer=escape(footer),
    )
