"""The pages of administration that set something for everybody, or look after the house."""

from chat_app.components.admin.announcements import announcements_page
from chat_app.components.admin.local_models import local_models_page
from chat_app.components.admin.operations import health_page, jobs_page
from chat_app.components.admin.prices import prices_page
from chat_app.components.admin.site_settings import limits_page, privacy_page, sign_in_page
from chat_app.components.admin_billing.page import admin_billing_page
from chat_app.components.admin_knowledge.page import admin_knowledge_page
from chat_app.components.usage.page import site_usage_page
from chat_app.pages.admin import add_admin_page
from chat_app.pages.routes import (
    ADMIN_ANNOUNCEMENTS,
    ADMIN_BILLING,
    ADMIN_HEALTH,
    ADMIN_JOBS,
    ADMIN_KNOWLEDGE,
    ADMIN_LIMITS,
    ADMIN_LOCAL_MODELS,
    ADMIN_PRICES,
    ADMIN_PRIVACY,
    ADMIN_SIGN_IN,
    ADMIN_USAGE,
)
from chat_app.state.admin.announcements_state import AnnouncementsState
from chat_app.state.admin.consent_texts_state import ConsentTextsState
from chat_app.state.admin.erasures_state import ErasuresState
from chat_app.state.admin.limits_state import LimitsState
from chat_app.state.admin.operations_state import HealthState, JobsState
from chat_app.state.admin.prices_state import PriceChangesState, PriceListsState, PriceModelsState, PriceRunsState
from chat_app.state.admin.privacy_state import PrivacyState
from chat_app.state.admin.sign_in_state import SignInSettingsState
from chat_app.state.admin.site_usage_state import PricingState, SiteUsageState

add_admin_page(ADMIN_SIGN_IN, sign_in_page(), load=[SignInSettingsState.load])
add_admin_page(ADMIN_LOCAL_MODELS, local_models_page(), load=[])
add_admin_page(ADMIN_KNOWLEDGE, admin_knowledge_page(), load=[])
add_admin_page(ADMIN_PRICES, prices_page(), load=[PriceChangesState.load, PriceModelsState.load, PriceRunsState.load, PriceListsState.load])
add_admin_page(ADMIN_LIMITS, limits_page(), load=[LimitsState.load])
add_admin_page(ADMIN_PRIVACY, privacy_page(), load=[PrivacyState.load, ConsentTextsState.load, ErasuresState.load])
add_admin_page(ADMIN_ANNOUNCEMENTS, announcements_page(), load=[AnnouncementsState.load])
add_admin_page(ADMIN_JOBS, jobs_page(), load=[JobsState.load])
add_admin_page(ADMIN_HEALTH, health_page(), load=[HealthState.load])
add_admin_page(ADMIN_USAGE, site_usage_page(), load=[SiteUsageState.load, PricingState.load])
add_admin_page(ADMIN_BILLING, admin_billing_page(), load=[])
