// What can be asked of the catalogue besides words.
import { useId } from "react";
import { Braces, Brain, Eye, Wrench } from "lucide-react";

export const ABILITIES = [
  ["vision", Eye],
  ["tools", Wrench],
  ["reasoning", Brain],
  ["json_mode", Braces],
];
const SORTS = [
  ["", ""],
  ["name", ""],
  ["name", "true"],
  ["price", ""],
  ["price", "true"],
  ["context", ""],
  ["context", "true"],
];

export function ModelFilters({ wish, providers, labels, onChange }) {
  const choose = (name) => (value) => onChange({ [name]: value });
  return (
    <>
      <Choice name="provider" label={labels.provider} any={labels.any} value={wish.provider} onChange={choose("provider")} options={providers.map(({ id, label, models }) => [id, `${label} (${models})`])} />
      <div className="catalogue-abilities" role="group" aria-label={labels.abilities}>
        {ABILITIES.map(([name, Icon]) => (
          <button key={name} type="button" className="button" aria-pressed={wish[name] === "true"} title={labels[name]} data-testid={`filter-${name}`} onClick={() => onChange({ [name]: wish[name] ? "" : "true" })}>
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            <span>{labels[`${name}_short`]}</span>
          </button>
        ))}
      </div>
      <Choice name="price" label={labels.price} any={labels.any} value={wish.price} onChange={choose("price")} options={[["free", labels.free], ["priced", labels.priced], ["unknown", labels.unknown]]} />
      <Choice name="deprecated" label={labels.ends} any={labels.any} value={wish.deprecated} onChange={choose("deprecated")} options={[["true", labels.ending], ["false", labels.staying]]} />
      <Choice name="enabled" label={labels.state} any={labels.any} value={wish.enabled} onChange={choose("enabled")} options={[["true", labels.on], ["false", labels.off]]} />
      <span className="catalogue-sort">
        <Choice
          name="sort"
          label={labels.sort}
          value={`${wish.sort} ${wish.descending}`}
          onChange={(value) => onChange({ sort: value.split(" ")[0], descending: value.split(" ")[1] })}
          options={SORTS.map(([sort, descending]) => [`${sort} ${descending}`, labels[`sort_${sort || "listed"}${descending ? "_down" : ""}`]])}
        />
      </span>
    </>
  );
}

function Choice({ name, label, any, value, options, onChange }) {
  const id = useId();
  return (
    <span className="admin-filter" data-active={any !== undefined && value ? "" : undefined}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} data-testid={`filter-${name}`} onChange={(event) => onChange(event.target.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}
