// All that is known of one model, and what can be done with it.
import { ArrowLeft, Check, Pin, Plus, Star, TriangleAlert } from "lucide-react";
import { Marks, reasonsOf } from "./model_row.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function ModelDetails({ model, chosen, unfit, favourite, isDefault, labels, onBack, onChoose, onFavourite, onDefault, onCompare }) {
  const facts = [
    [labels.provider, model.provider],
    [labels.id, model.id],
    [labels.context, model.context_full],
    [labels.output, model.output_full],
    [labels.price_in, model.price_in || (model.price_label ? model.price_label : labels.price_unknown)],
    [labels.price_out, model.price_out],
    [labels.price_cached, model.price_cached],
    [labels.parameters, model.parameters],
  ].filter(([, value]) => value);
  const pressed = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "Backspace") return;
    event.preventDefault();
    onBack();
  };
  return (
    <div className="choice model-details" data-testid="model-card" onKeyDown={pressed}>
      <header className="model-details-head">
        <button type="button" autoFocus className="icon-button" aria-label={labels.back} title={labels.back} data-testid="model-back" onClick={onBack}>
          <ArrowLeft {...icon} />
        </button>
        <h2>{model.label}</h2>
        <Marks model={{ ...model, context_label: "", price_label: "" }} labels={labels} />
      </header>
      {reasonsOf(unfit, labels).map((reason) => (
        <p key={reason} className="choice-note problem" data-testid="model-reason">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden /> {reason}
        </p>
      ))}
      <dl tabIndex={0} aria-label={labels.details}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <footer className="model-details-foot">
        <button type="button" className="button primary" data-testid="model-use" onClick={() => onChoose(model.id)}>
          {chosen && <Check {...icon} />}
          {chosen ? labels.chosen : labels.use}
        </button>
        <button type="button" className="button" aria-pressed={isDefault} data-testid="model-default" onClick={() => onDefault(isDefault ? "" : model.id)}>
          <Pin {...icon} fill={isDefault ? "currentColor" : "none"} />
          {isDefault ? labels.is_default : labels.set_default}
        </button>
        <button type="button" className="button" aria-pressed={favourite} onClick={() => onFavourite(model.id, !favourite)}>
          <Star {...icon} fill={favourite ? "currentColor" : "none"} />
          {favourite ? labels.unfavourite : labels.favourite}
        </button>
        {onCompare && (
          <button type="button" className="button" onClick={() => onCompare(model.id)}>
            <Plus {...icon} />
            {labels.compare}
          </button>
        )}
      </footer>
    </div>
  );
}
