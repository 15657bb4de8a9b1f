// What is known of a model: facts, prices by kind of unit, parameters with their ranges.
import { moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/account/library/parts.jsx";

const ABILITIES = ["vision", "tools", "reasoning", "json_mode"];

export function ModelFacts({ details, labels }) {
  const language = useLanguage();
  const figure = new Intl.NumberFormat(language);
  const { entry } = details;
  const day = entry.retires_on && new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(entry.retires_on));
  const tokens = (count) => (count ? fill(labels.tokens, { count: figure.format(count) }) : labels.notKnown);
  const facts = [
    [labels.provider, entry.provider_label],
    [labels.id, <code key="id">{entry.id}</code>],
    [labels.context_tokens, tokens(entry.context_tokens)],
    [labels.max_output_tokens, tokens(entry.max_output_tokens)],
    [labels.abilities, ABILITIES.filter((name) => entry[name]).map((name) => labels[name]).join(", ") || labels.none],
    [labels.region, entry.region ? (labels[`region_${entry.region}`] ?? entry.region) : labels.notKnown],
    [labels.ends, day || labels.noEnd],
  ];
  return (
    <dl className="model-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PriceTable({ details, labels }) {
  const language = useLanguage();
  const habits = useHabits();
  const { prices } = details;
  const long = details.long_above > 0;
  const above = new Intl.NumberFormat(language).format(details.long_above);
  const unit = (line) => (["image", "request", "search"].includes(line.kind) ? labels.perMany : "");
  return (
    <section>
      <h3 className="form-label">{labels.prices}</h3>
      {!prices.length && <p className="form-help">{labels.unknown}</p>}
      {prices.length > 0 && (
        <>
          <table className="model-prices" data-testid="model-prices">
            <thead>
              <tr>
                <th scope="col">{labels.kind}</th>
                <th scope="col">{labels.perMillion}</th>
                {long && <th scope="col">{fill(labels.longAbove, { count: above })}</th>}
              </tr>
            </thead>
            <tbody>
              {prices.map((line) => (
                <tr key={line.kind}>
                  <th scope="row">{labels[`kind_${line.kind}`] ?? line.kind}</th>
                  <td className="figure" title={unit(line)}>
                    {line.nano ? moneyText(line.nano, language, habits) : labels.free}
                  </td>
                  {long && <td className="figure">{line.long ? moneyText(line.long, language, habits) : "–"}</td>}
                </tr>
              ))}
            </tbody>
          </table>
          {details.price_version && <p className="form-help">{fill(labels.version, { version: details.price_version })}</p>}
        </>
      )}
    </section>
  );
}

export function ParameterList({ parameters, labels }) {
  const figure = new Intl.NumberFormat(useLanguage());
  const range = (spec) => {
    if (spec.choices.length) return spec.choices.map((choice) => labels[`choice_${choice}`] ?? choice).join(", ");
    if (spec.minimum !== null && spec.maximum !== null) return `${figure.format(spec.minimum)} – ${figure.format(spec.maximum)}`;
    if (spec.kind === "switch") return `${labels.on} / ${labels.off}`;
    return spec.most ? fill(labels.most, { count: spec.most }) : "";
  };
  return (
    <section>
      <h3 className="form-label">{labels.parameters}</h3>
      {!parameters.length && <p className="form-help">{labels.none}</p>}
      <dl className="model-facts" data-testid="model-parameters">
        {parameters.map((spec) => (
          <div key={spec.name}>
            <dt>{labels[spec.name] ?? spec.name}</dt>
            <dd>{range(spec)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
