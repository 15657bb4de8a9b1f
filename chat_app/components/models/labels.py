"""Texts of the parameters panel, the fit card and the estimate."""

import reflex as rx

from chat_app.components.ui.text import t, texts
from chat_app.i18n import DEFAULT_LANGUAGE, catalogue, placeholders

PARAMETERS = {
    "temperature": "parameters.temperature",
    "temperature_help": "parameters.temperature_help",
    "top_p": "parameters.top_p",
    "top_p_help": "parameters.top_p_help",
    "top_k": "parameters.top_k",
    "top_k_help": "parameters.top_k_help",
    "max_tokens": "parameters.max_tokens",
    "max_tokens_help": "parameters.max_tokens_help",
    "frequency_penalty": "parameters.frequency_penalty",
    "frequency_penalty_help": "parameters.frequency_penalty_help",
    "presence_penalty": "parameters.presence_penalty",
    "presence_penalty_help": "parameters.presence_penalty_help",
    "stop": "parameters.stop",
    "stop_help": "parameters.stop_help",
    "seed": "parameters.seed",
    "seed_help": "parameters.seed_help",
    "reasoning_effort": "parameters.reasoning_effort",
    "reasoning_effort_help": "parameters.reasoning_effort_help",
    "verbosity": "parameters.verbosity",
    "verbosity_help": "parameters.verbosity_help",
    "json_mode": "parameters.json_mode",
    "json_mode_help": "parameters.json_mode_help",
    "min_p": "parameters.min_p",
    "min_p_help": "parameters.min_p_help",
    "repeat_penalty": "parameters.repeat_penalty",
    "repeat_penalty_help": "parameters.repeat_penalty_help",
    "thinking_budget": "parameters.thinking_budget",
    "thinking_budget_help": "parameters.thinking_budget_help",
    "prompt_cache": "parameters.prompt_cache",
    "prompt_cache_help": "parameters.prompt_cache_help",
    "service_tier": "parameters.service_tier",
    "service_tier_help": "parameters.service_tier_help",
    "num_ctx": "parameters.num_ctx",
    "num_ctx_help": "parameters.num_ctx_help",
    "keep_alive": "parameters.keep_alive",
    "keep_alive_help": "parameters.keep_alive_help",
    "no_training": "parameters.no_training",
    "no_training_help": "parameters.no_training_help",
    "zero_retention": "parameters.zero_retention",
    "zero_retention_help": "parameters.zero_retention_help",
    "provider_sort": "parameters.provider_sort",
    "provider_sort_help": "parameters.provider_sort_help",
    "safety_harassment": "parameters.safety_harassment",
    "safety_hate": "parameters.safety_hate",
    "safety_sexual": "parameters.safety_sexual",
    "safety_dangerous": "parameters.safety_dangerous",
    "safety_help": "parameters.safety_help",
}
CHOICES = {
    "choice_none": "choice.none",
    "choice_minimal": "choice.minimal",
    "choice_low": "choice.low",
    "choice_medium": "choice.medium",
    "choice_high": "choice.high",
    "choice_xhigh": "choice.xhigh",
    "choice_max": "choice.max",
    "choice_few": "choice.few",
    "choice_some": "choice.some",
    "choice_most": "choice.most",
    "choice_off": "choice.off",
    "choice_minutes": "choice.minutes",
    "choice_hour": "choice.hour",
    "choice_auto": "choice.auto",
    "choice_default": "choice.default",
    "choice_flex": "choice.flex",
    "choice_priority": "choice.priority",
    "choice_price": "choice.price",
    "choice_throughput": "choice.throughput",
    "choice_latency": "choice.latency",
}
PANEL = {
    "own": "parameters.own",
    "default": "parameters.default",
    "default_choice": "parameters.default_choice",
    "reset": "parameters.reset",
    "reset_all": "parameters.reset_all",
    "none": "parameters.none",
    "not_sent": "parameters.not_sent",
    "on": "parameters.on",
    "stop_add": "parameters.stop_add",
    "stop_most": "parameters.stop_most",
    "add": "parameters.add",
    "remove": "parameters.remove",
    "outside": "parameters.outside",
    "system_prompt": "parameters.system_prompt",
    "system_prompt_help": "parameters.system_prompt_help",
    "system_prompt_hint": "parameters.system_prompt_hint",
    "prompt_tokens": "parameters.prompt_tokens",
    "inherited": "parameters.inherited",
    "presets": "parameters.presets",
    "preset_none": "parameters.preset_none",
    "preset_name": "parameters.preset_name",
    "preset_save": "parameters.preset_save",
    "preset_use": "parameters.preset_use",
    "preset_rename": "parameters.preset_rename",
    "preset_delete": "parameters.preset_delete",
}
ESTIMATE = {
    "about": "estimate.about",
    "tokens": "estimate.tokens",
    "over": "estimate.over",
    "price": "estimate.price",
    "price_all": "estimate.price_all",
    "answer": "estimate.answer",
    "answer_most": "estimate.answer_most",
    "free": "models.free",
    "cached": "estimate.cached",
}
RUNNING = {
    "running": "estimate.running",
    "running_about": "estimate.running_about",
    "cost": "header.cost",
}
FIT = {
    "title": "fit.title",
    "summarise": "fit.summarise",
    "drop_oldest": "fit.drop_oldest",
    "switch_to": "fit.switch_to",
    "parameters_open": "fit.parameters_open",
    "dismiss": "fit.dismiss",
}

SETTING_FIT = {
    "fit_message": "unfit.setting_message",
    "fit_json": "fit.json",
    "fit_reasoning": "fit.reasoning",
    "fit_output": "fit.output",
    "fit_parameters": "fit.parameters",
    "fit_retiring": "fit.retiring",
    "fit_withdrawn": "fit.withdrawn",
    "fit_switch_to": "fit.switch_to",
    **{f"parameter_{name}": key for name, key in PARAMETERS.items() if not name.endswith("_help")},
}
"""What is said where a model is chosen for many chats (setting_fit.jsx)."""


def labels(keys: dict[str, str]) -> rx.Var[dict[str, str]]:
    """Texts by name; placeholders stay as they are, for the browser to fill."""
    plain = {name: key for name, key in keys.items() if not _open(key)}
    if len(plain) == len(keys):
        return texts(**plain)
    return rx.Var.create(open_texts(keys))  # pyright: ignore[reportReturnType]  (Vars within a Var)


def open_texts(keys: dict[str, str]) -> dict[str, rx.Var[str]]:
    """The same one by one, for components that have texts of their own, too."""
    return {name: t(key, **{each: f"{{{each}}}" for each in _open(key)}) for name, key in keys.items()}


def _open(key: str) -> frozenset[str]:
    return placeholders(catalogue()[key][DEFAULT_LANGUAGE])
