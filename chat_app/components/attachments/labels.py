"""Labels that the components of files share."""

import reflex as rx

from chat_app.components.models.labels import labels


def file_labels() -> rx.Var[dict[str, str]]:
    """For files of messages and their preview."""
    return labels(
        {
            "files": "files.label",
            "preview": "files.preview",
            "previewOf": "files.preview_of",
            "previewFailed": "files.preview_failed",
            "download": "files.download",
            "downloadOf": "files.download_of",
            "tokens": "files.tokens",
            "goesOn": "files.goes_on",
            "cut": "attachment.cut",
            "loading": "files.loading",
            "close": "files.close",
            "remove": "files.remove",
        }
    )


def tray_labels() -> rx.Var[dict[str, str]]:
    """For the tray of the composer."""
    return labels(
        {
            "files": "tray.label",
            "drop": "tray.drop",
            "waiting": "tray.waiting",
            "percent": "tray.percent",
            "reading": "tray.reading",
            "paused": "tray.paused",
            "progressOf": "tray.progress_of",
            "cancel": "tray.cancel",
            "remove": "files.remove",
            "retry": "tray.retry",
            "retryShort": "tray.retry_short",
            "network": "tray.network",
            "empty": "attachment.empty",
            "tooLarge": "attachment.too_large",
            "tooMany": "attachment.too_many",
            "cutShort": "tray.cut_short",
            "willSend": "tray.will_send",
            "removeFailed": "tray.remove_failed",
            "noSight": "tray.no_sight",
            "noSightAtAll": "tray.no_sight_at_all",
            "removeImages": "tray.remove_images",
            "preview": "files.preview",
            "previewOf": "files.preview_of",
            "previewFailed": "files.preview_failed",
            "download": "files.download",
            "tokens": "files.tokens",
            "goesOn": "files.goes_on",
            "cut": "attachment.cut",
            "loading": "files.loading",
            "close": "files.close",
        }
    )
