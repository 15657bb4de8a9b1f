// One parameter: a slider with a number beside it, a choice, a switch, or a list of texts.
import { useEffect, useId, useRef, useState } from "react";
import { Plus, RotateCcw, X } from "lucide-react";

const WIDEST = 1000;

export function ParameterField({ parameter, refused, labels, language, onValue }) {
  const id = useId();
  const { name, value } = parameter;
  const Control = { number: NumberControl, whole: NumberControl, choice: ChoiceControl, switch: SwitchControl, list: ListControl }[parameter.kind];
  const help = labels[`${name}_help`] ?? labels.safety_help;
  return (
    <section className={value ? "parameter set" : "parameter"} data-testid={`parameter-${name}`}>
      <div className="parameter-line">
        <label htmlFor={id}>{labels[name]}</label>
        {value && (
          <button type="button" className="icon-button small" aria-label={`${labels[name]}: ${labels.reset}`} title={labels.reset} data-testid={`reset-${name}`} onClick={() => onValue(name, null)}>
            <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
          </button>
        )}
      </div>
      <Control id={id} parameter={parameter} labels={labels} language={language} onValue={(next) => onValue(name, next)} />
      <p className="parameter-help" id={`${id}-help`}>
        {help}
      </p>
      {refused && <p className="parameter-help refused">{labels.not_sent}</p>}
    </section>
  );
}

const parsed = (value) => (value ? JSON.parse(value) : null);

// The slider and the number are one value; it is kept when the hand lets go. Large ranges have a number only.
function NumberControl({ id, parameter, labels, language, onValue }) {
  const { minimum, maximum, step, default: own, value, kind } = parameter;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const number = draft === "" ? NaN : Number(draft);
  const wrong = draft !== "" && !(number >= minimum && number <= maximum && (kind !== "whole" || Number.isInteger(number)));
  const keep = (text) => {
    if (text === value) return;
    if (text === "") onValue(null);
    else if (!wrong) onValue(Number(text));
  };
  const figures = new Intl.NumberFormat(language);
  const places = own === "" ? labels.own : labels.default.replace("{value}", figures.format(Number(own)));
  return (
    <>
      <div className="parameter-number">
        {maximum - minimum <= WIDEST && (
          <input
            type="range"
            aria-label={labels[parameter.name]}
            min={minimum}
            max={maximum}
            step={step}
            value={Number.isNaN(number) ? (own === "" ? (minimum + maximum) / 2 : own) : number}
            className={draft === "" ? "unset" : undefined}
            onChange={(event) => setDraft(event.target.value)}
            onPointerUp={(event) => keep(event.currentTarget.value)}
            onKeyUp={(event) => keep(event.currentTarget.value)}
            onBlur={(event) => draft !== "" && keep(event.currentTarget.value)}
          />
        )}
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={minimum}
          max={maximum}
          step={step}
          value={draft}
          placeholder={places}
          aria-invalid={wrong}
          aria-describedby={`${id}-help`}
          data-testid={`value-${parameter.name}`}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={(event) => keep(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && keep(event.currentTarget.value)}
        />
      </div>
      {wrong && (
        <p className="field-error" role="alert">
          {labels.outside.replace("{minimum}", figures.format(minimum)).replace("{maximum}", figures.format(maximum))}
        </p>
      )}
    </>
  );
}

// What holds without a choice is named once: by its own name where the model has one for it.
function ChoiceControl({ id, parameter, labels, onValue }) {
  const own = parameter.default;
  const value = parsed(parameter.value) ?? "";
  return (
    <select id={id} value={value === own ? "" : value} aria-describedby={`${id}-help`} data-testid={`value-${parameter.name}`} onChange={(event) => onValue(event.target.value || null)}>
      {!parameter.choices.includes(own) && <option value="">{own ? `${labels.own} (${labels[`choice_${own}`]})` : labels.own}</option>}
      {parameter.choices.map((choice) => (
        <option key={choice} value={choice === own ? "" : choice}>
          {choice === own ? labels.default_choice.replace("{value}", labels[`choice_${choice}`]) : labels[`choice_${choice}`]}
        </option>
      ))}
    </select>
  );
}

function SwitchControl({ id, parameter, labels, onValue }) {
  return (
    <label className="parameter-switch">
      <input id={id} type="checkbox" checked={parsed(parameter.value) === true} aria-describedby={`${id}-help`} data-testid={`value-${parameter.name}`} onChange={(event) => onValue(event.target.checked || null)} />
      {labels.on}
    </label>
  );
}

function ListControl({ id, parameter, labels, onValue }) {
  const texts = parsed(parameter.value) ?? [];
  const field = useRef(null);
  const add = () => {
    const text = field.current.value;
    if (!text || texts.includes(text)) return;
    onValue([...texts, text]);
    field.current.value = "";
    field.current.focus();
  };
  const remove = (text) => {
    const left = texts.filter((each) => each !== text);
    onValue(left.length ? left : null);
  };
  return (
    <>
      {texts.length > 0 && (
        <ul className="stop-texts">
          {texts.map((text) => (
            <li key={text}>
              <code>{text}</code>
              <button type="button" className="icon-button small" aria-label={`${labels.remove}: ${text}`} title={labels.remove} onClick={() => remove(text)}>
                <X size={14} strokeWidth={1.75} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {texts.length < parameter.most && (
        <div className="parameter-add">
          <input
            ref={field}
            id={id}
            type="text"
            maxLength={200}
            placeholder={`${labels.stop_add} (${labels.stop_most.replace("{most}", parameter.most)})`}
            aria-describedby={`${id}-help`}
            data-testid={`value-${parameter.name}`}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <button type="button" className="icon-button" aria-label={labels.add} title={labels.add} onClick={add}>
            <Plus size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </div>
      )}
    </>
  );
}
