"""Labels that several components of a message share."""

import reflex as rx

from chat_app.components.ui.text import texts

UNFIT = {
    "unfit_context": "unfit.context",
    "unfit_context_text": "unfit.context_text",
    "unfit_message": "unfit.message",
    "unfit_message_text": "unfit.message_text",
    "unfit_images": "unfit.images",
    "unfit_images_text": "unfit.images_text",
    "unfit_images_before": "unfit.images_before",
    "unfit_images_before_text": "unfit.images_before_text",
    "unfit_audio": "unfit.audio",
    "unfit_audio_text": "unfit.audio_text",
    "unfit_tools": "unfit.tools",
    "unfit_tools_text": "unfit.tools_text",
    "unfit_json": "unfit.json",
    "unfit_json_text": "unfit.json_text",
    "unfit_reasoning": "unfit.reasoning",
    "unfit_reasoning_text": "unfit.reasoning_text",
    "unfit_output": "unfit.output",
    "unfit_output_text": "unfit.output_text",
    "unfit_parameters": "unfit.parameters",
    "unfit_parameters_text": "unfit.parameters_text",
    "unfit_retiring": "unfit.retiring",
    "unfit_retiring_text": "unfit.retiring_text",
    "unfit_withdrawn": "unfit.withdrawn",
    "unfit_withdrawn_text": "unfit.withdrawn_text",
}
"""Why a model does not go with a chat: in two words, and as a sentence."""


def action_labels() -> rx.Var[dict[str, str]]:
    """For the actions below a message."""
    return texts(
        edit="message_actions.edit",
        regenerate="message_actions.regenerate",
        regenerateWith="message_actions.regenerate_with",
        good="message_actions.good",
        bad="message_actions.bad",
        more="message_actions.more",
        pinned="message_actions.pinned",
        excluded="message_actions.excluded",
        **{"continue": "message_actions.continue", "delete": "message_actions.delete"},
        retry="message_actions.retry",
        versions="message_actions.versions",
        previous="message_actions.previous",
        next="message_actions.next",
    )


def menu_labels() -> rx.Var[dict[str, str]]:
    """For the menu of a message."""
    return texts(
        more="message_actions.more",
        copyMarkdown="message_actions.copy_markdown",
        copyFormatted="message_actions.copy_formatted",
        edit="message_actions.edit",
        quote="message_actions.quote",
        ask="message_actions.ask",
        semantic="semantic.use",
        semanticUsed="semantic.used",
        pin="message_actions.pin",
        unpin="message_actions.unpin",
        fork="message_actions.fork",
        forkAll="message_actions.fork_all",
        exclude="message_actions.exclude",
        include="message_actions.include",
        divide="message_actions.divide",
        join="message_actions.join",
        summarise="message_actions.summarise",
        delete="message_actions.delete",
    )


def cost_labels() -> rx.Var[dict[str, str]]:
    """For the cost of an answer."""
    return texts(
        label="answer_cost.label",
        kind="answer_cost.kind",
        count="answer_cost.count",
        rate="answer_cost.rate",
        amount="answer_cost.amount",
        total="answer_cost.total",
    )


def editor_labels() -> rx.Var[dict[str, str]]:
    """For a message being rewritten."""
    return texts(edit="message_actions.edit", send="composer.send", save="editor.save", saveOnly="editor.save_only", cancel="editor.cancel")


def picker_labels() -> rx.Var[dict[str, str]]:
    """For the list of models."""
    return texts(
        pick="picker.pick",
        manage="catalogue_page.manage",
        models="picker.models",
        search="picker.search",
        nothing="picker.nothing",
        more="picker.more",
        chosen="picker.chosen",
        favourites="picker.favourites",
        recent="picker.recent",
        favourite="picker.favourite",
        unfavourite="picker.unfavourite",
        compare="picker.compare",
        details="picker.details",
        default="picker.default",
        set_default="picker.set_default",
        is_default="picker.is_default",
        use="picker.use",
        back="picker.back",
        provider="picker.provider",
        id="picker.id",
        output="picker.output",
        price_in="picker.price_in",
        price_out="picker.price_out",
        price_cached="picker.price_cached",
        price_unknown="models.price_unknown",
        parameters="parameters.title",
        parameters_open="parameters.open",
        vision="picker.vision",
        tools="picker.tools",
        reasoning="picker.reasoning",
        context="picker.context",
        **UNFIT,
    )
