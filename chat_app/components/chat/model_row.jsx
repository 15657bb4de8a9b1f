// One model of the list: what it can, what it costs, and what can be done with it.
import { memo } from "react";
import { Brain, Check, Eye, Info, Plus, Star, TriangleAlert, Wrench } from "lucide-react";

const mark = { size: 14, strokeWidth: 1.75 };
const small = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

const Mark = ({ icon: Icon, label, place }) => (
  <span className={`mark-${place}`} title={label} role="img" aria-label={label}>
    <Icon {...mark} aria-hidden />
  </span>
);

export function Marks({ model, labels }) {
  return (
    <span className="marks">
      {model.vision && <Mark icon={Eye} place="vision" label={labels.vision} />}
      {model.tools && <Mark icon={Wrench} place="tools" label={labels.tools} />}
      {model.reasoning && <Mark icon={Brain} place="reasoning" label={labels.reasoning} />}
      {model.context_label && <span className="mark-context" title={labels.context}>{model.context_label}</span>}
      {model.price_label && (
        <span className="mark-price" title={model.price_note}>
          {model.price_label}
        </span>
      )}
    </span>
  );
}

/** Why a model does not go with the chat: a sentence for each kind of problem. */
export const reasonsOf = (unfit, labels) => [...new Set((unfit ?? []).map((kind) => labels[`unfit_${kind}_text`]))].filter(Boolean);

// The weightiest reason in two words; all of them when one points at it, and for screen readers.
function Unfit({ kinds, labels }) {
  const reasons = reasonsOf(kinds, labels);
  if (!reasons.length) return null;
  return (
    <span className="choice-unfit" title={reasons.join("\n")} data-testid="model-unfit" data-kinds={kinds.join(" ")}>
      <TriangleAlert size={12} strokeWidth={2} aria-hidden />
      <span aria-hidden>{labels[`unfit_${kinds[0]}`]}</span>
      {reasons.length > 1 && <span aria-hidden>+{reasons.length - 1}</span>}
      <span className="visually-hidden">{reasons.join(" ")}</span>
    </span>
  );
}

export const ModelRow = memo(function ModelRow({ model, labels, heading, id, active, chosen, unfit, favourite, isDefault, actions }) {
  const named = (text) => `${text}: ${model.label}`;
  const doing = (run) => (event) => {
    event.stopPropagation();
    run();
  };
  const button = { type: "button", className: "icon-button row-action", tabIndex: active ? 0 : -1 };
  return (
    <>
      {heading && (
        <div className="choice-group" role="presentation">
          {heading}
        </div>
      )}
      <div
        role="row"
        id={id}
        aria-selected={active}
        className={active ? "choice-row active" : "choice-row"}
        data-testid="model-option"
        data-model={model.id}
        title={model.price_label ? undefined : model.price_note}
        onClick={() => actions.choose(model.id)}
      >
        <span role="gridcell" className="choice-main">
          <span className="choice-check">{chosen && <Check size={16} strokeWidth={1.75} aria-label={labels.chosen} />}</span>
          <span className="choice-label">
            {model.label}
            {isDefault && <span className="choice-default">{labels.default}</span>}
            {unfit && <Unfit kinds={unfit} labels={labels} />}
          </span>
          <Marks model={model} labels={labels} />
        </span>
        {(actions.compare || actions.favourite || actions.details) && (
          <span role="gridcell" className="row-actions">
            {actions.compare && (
              <button {...button} aria-label={named(labels.compare)} title={labels.compare} data-testid="model-compare" onClick={doing(() => actions.compare(model.id))}>
                <Plus {...small} />
              </button>
            )}
            {actions.favourite && (
              <button
                {...button}
                className={favourite ? "icon-button row-action starred" : "icon-button row-action"}
                aria-label={named(labels.favourite)}
                aria-pressed={favourite}
                title={favourite ? labels.unfavourite : labels.favourite}
                data-testid="model-favourite"
                onClick={doing(() => actions.favourite(model.id, !favourite))}
              >
                <Star {...small} fill={favourite ? "currentColor" : "none"} />
              </button>
            )}
            {actions.details && (
              <button {...button} className="icon-button row-action row-details" aria-label={named(labels.details)} title={labels.details} data-testid="model-details" onClick={doing(() => actions.details(model.id))}>
                <Info {...small} />
              </button>
            )}
          </span>
        )}
      </div>
    </>
  );
});
