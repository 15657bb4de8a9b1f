// The list of models with its search: an ARIA combobox over a listbox.
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { Brain, Check, Eye, Search, TriangleAlert, Wrench } from "lucide-react";

const mark = { size: 14, strokeWidth: 1.75 };
const MOST = 120;

const matching = (models, query) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const text = `${model.label} ${model.id} ${model.provider}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

function Marks({ model, labels }) {
  return (
    <span className="marks">
      {model.vision && <Eye {...mark} aria-label={labels.vision} />}
      {model.tools && <Wrench {...mark} aria-label={labels.tools} />}
      {model.reasoning && <Brain {...mark} aria-label={labels.reasoning} />}
      {model.context_label && <span title={labels.context}>{model.context_label}</span>}
      {model.price_label && <span title={model.price_note}>{model.price_label}</span>}
    </span>
  );
}

export function ModelChoice({ models, problems, chosenId, labels, onChoose }) {
  const list = useId();
  const panel = useRef(null);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const found = useMemo(() => matching(models, wanted), [models, wanted]);
  const shown = found.slice(0, MOST);
  const [active, setActive] = useState(0);
  useEffect(() => {
    const chosen = found.findIndex((model) => model.id === chosenId);
    setActive(wanted || chosen < 0 ? 0 : Math.min(chosen, MOST - 1));
  }, [wanted, found, chosenId]);
  useEffect(() => {
    panel.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, shown.length]);
  const pressed = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      setActive((active + step + shown.length) % shown.length);
    }
    if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      onChoose(shown[active].id);
    }
  };
  return (
    <div className="choice" ref={panel}>
      <label className="choice-search">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input
          type="text"
          role="combobox"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          data-testid="model-search"
          aria-label={labels.search}
          placeholder={labels.search}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={shown[active] ? `${list}-${active}` : undefined}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={pressed}
        />
      </label>
      <div role="listbox" id={list} className="choice-list" aria-label={labels.models} tabIndex={-1}>
        {shown.map((model, index) => (
          <Row
            key={model.id}
            model={model}
            labels={labels}
            heading={index === 0 || shown[index - 1].provider !== model.provider}
            id={`${list}-${index}`}
            active={index === active}
            chosen={model.id === chosenId}
            onChoose={onChoose}
          />
        ))}
      </div>
      {!shown.length && <p className="choice-note">{labels.nothing}</p>}
      {found.length > MOST && <p className="choice-note">{labels.more}</p>}
      {problems?.map((problem) => (
        <p key={problem} className="choice-note problem">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden /> {problem}
        </p>
      ))}
    </div>
  );
}

function Row({ model, labels, heading, id, active, chosen, onChoose }) {
  return (
    <>
      {heading && (
        <div className="choice-group" role="presentation">
          {model.provider}
        </div>
      )}
      <div
        role="option"
        id={id}
        aria-selected={active}
        className={active ? "choice-row active" : "choice-row"}
        data-testid="model-option"
        data-model={model.id}
        title={model.price_label ? undefined : model.price_note}
        onClick={() => onChoose(model.id)}
      >
        <span className="choice-check">{chosen && <Check size={16} strokeWidth={1.75} aria-label={labels.chosen} />}</span>
        <span className="choice-label">{model.label}</span>
        <Marks model={model} labels={labels} />
      </div>
    </>
  );
}
