"""What is set by hand for single models: on or off, their name, what they can, who sees them."""

from chat_app.services.model_settings.book import SettingsBook
from chat_app.services.model_settings.service import ModelSettingService

__all__ = ["ModelSettingService", "SettingsBook"]
