"""The words of the section about security."""

from __future__ import annotations

import reflex as rx

from chat_app.components.account.labels import words

PASSWORD = {
    "password": "account_password.title",
    "passwordChanged": "account_password.changed",
    "passwordHelp": "account_password.help",
    "passwordNone": "account_password.none",
    "passwordSet": "account_password.set",
    "passwordTitle": "account_password.dialog",
    "passwordCurrent": "account_password.current",
    "passwordCurrentMissing": "account_proof.password_missing",
    "passwordNew": "account_password.new",
    "passwordRule": "account_password.rule",
    "passwordAgain": "account_password.again",
    "passwordEffect": "account_password.effect",
    "passwordShort": "account_password.short",
    "passwordDiffers": "account_password.differs",
}
FACTORS = {
    "second": "account_factor.title",
    "secondHelp": "account_factor.help",
    "totp": "account_factor.totp",
    "totpHelp": "account_factor.totp_help",
    "totpRequired": "account_factor.totp_required",
    "on": "account_factor.on",
    "off": "account_factor.off",
    "setUp": "account_factor.set_up",
    "switchOff": "account_factor.switch_off",
    "totpTitle": "account_factor.dialog",
    "totpScan": "account_factor.scan",
    "totpQr": "account_factor.qr",
    "totpManual": "account_factor.manual",
    "totpCode": "account_factor.code",
    "totpConfirm": "account_factor.confirm",
    "codeWrong": "account_factor.code_wrong",
    "totpOffTitle": "account_factor.off_title",
    "totpOffText": "account_factor.off_text",
    "codes": "account_factor.codes",
    "codesFew": "account_factor.codes_few",
    "codesHelp": "account_factor.codes_help",
    "codesNew": "account_factor.codes_new",
    "codesNewTitle": "account_factor.codes_new_title",
    "codesNewText": "account_factor.codes_new_text",
    "codesTitle": "account_factor.codes_title",
    "codesText": "account_factor.codes_text",
}
PASSKEYS = {
    "passkeys": "account_passkey.title",
    "passkey": "account_passkey.one",
    "passkeysHelp": "account_passkey.help",
    "passkeysMissing": "account_passkey.missing",
    "passkeysEmpty": "account_passkey.empty",
    "passkeyAdd": "account_passkey.add",
    "renameTitle": "account_passkey.rename_title",
    "passkeyRemoveText": "account_passkey.remove_text",
    "stopped": "account_passkey.stopped",
}
IDENTITIES = {
    "identities": "account_identity.title",
    "identitiesHelp": "account_identity.help",
    "identitiesEmpty": "account_identity.empty",
    "unlink": "account_identity.unlink",
    "unlinkText": "account_identity.unlink_text",
}
SESSIONS = {
    "sessions": "account_session.title",
    "sessionsHelp": "account_session.help",
    "sessionsEmpty": "account_session.empty",
    "thisDevice": "account_session.this_device",
    "unknownDevice": "account_session.unknown",
    "end": "account_session.end",
    "endOthers": "account_session.end_others",
    "endOthersTitle": "account_session.end_others_title",
    "endOthersText": "account_session.end_others_text",
}
OPEN = {
    "codesLeft": "account_factor.codes_left",
    "added": "account_passkey.added",
    "renameOne": "account_passkey.rename_one",
    "removeOne": "account_passkey.remove_one",
    "link": "account_identity.link",
    "unlinkTitle": "account_identity.unlink_title",
    "lastSeen": "account_session.seen",
    "begun": "account_session.begun",
    "endOne": "account_session.end_one",
}


def security_words() -> rx.Var[dict[str, str]]:
    """All of them, for one component."""
    return words({**PASSWORD, **FACTORS, **PASSKEYS, **IDENTITIES, **SESSIONS}, OPEN)
