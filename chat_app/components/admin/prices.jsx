// Prices: fetch the lists, decide about a change, see a model's history and set an own price.
import { useEffect, useState } from "react";
import { RefreshCw } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { Moment } from "./table.jsx";

const LONGEST = 60_000;

/** `fetched` grows when it is done. */
export function FetchPrices({ fetched, labels, onFetch }) {
  const [running, setRunning] = useState(false);
  useEffect(() => setRunning(false), [fetched]);
  useEffect(() => {
    const timer = running && setTimeout(() => setRunning(false), LONGEST);
    return () => clearTimeout(timer);
  }, [running]);
  const fetchNow = () => {
    if (running) return;
    setRunning(true);
    onFetch();
  };
  return (
    <button type="button" className="button" aria-disabled={running} data-testid="fetch-prices" onClick={fetchNow}>
      <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
      {running ? labels.fetching : labels.fetch_now}
    </button>
  );
}

/** `change`: {id, title, state, tone, waiting, lines: [{kind, before, after, jump}]}; an empty `id` is none. */
export function PriceChange({ change, labels, onClose, onDecide }) {
  if (!change.id) return null;
  const footer = change.waiting && (
    <>
      <button type="button" className="button" data-testid="reject-change" onClick={() => onDecide([change.id], false)}>
        {labels.reject}
      </button>
      <button type="button" className="button primary" data-testid="approve-change" onClick={() => onDecide([change.id], true)}>
        {labels.approve}
      </button>
    </>
  );
  return (
    <Dialog open onClose={() => onClose("")} title={change.title} closeLabel={labels.close} footer={footer || undefined} className="admin-drawer" testid="price-change">
      <p>
        <span className={`admin-badge ${change.tone}`}>{change.state}</span>
      </p>
      <p className="setting-help">{labels.per_million}</p>
      <table className="admin-table price-diff">
        <thead>
          <tr>
            <th scope="col">{labels.kind}</th>
            <th scope="col" data-kind="number">
              {labels.before}
            </th>
            <th scope="col" data-kind="number">
              {labels.after}
            </th>
          </tr>
        </thead>
        <tbody>
          {change.lines.map((line) => (
            <tr key={line.kind} data-jump={line.jump ? "" : undefined}>
              <td data-label={labels.kind}>{line.kind}</td>
              <td data-label={labels.before} data-kind="number" className="figure">
                {line.before}
              </td>
              <td data-label={labels.after} data-kind="number" className="figure">
                {line.after}
                {line.jump && <small>{labels.jump}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

/** `model`: {id, source, version, can_override, overridden, own: {kind: amount}, versions: [{source, rates, since, until}]}. */
export function PricedModelDrawer({ model, kinds, problem, saved, labels, onClose, onSave, onClear }) {
  if (!model.id) return null;
  return (
    <Dialog open onClose={() => onClose("")} title={model.id} closeLabel={labels.close} className="admin-drawer" testid="price-model">
      <dl className="admin-facts">
        <div>
          <dt>{labels.source}</dt>
          <dd>{model.source}</dd>
        </div>
        {model.version && (
          <div>
            <dt>{labels.version}</dt>
            <dd>
              <code>{model.version}</code>
            </dd>
          </div>
        )}
      </dl>
      <h3 className="admin-subhead">{labels.history}</h3>
      <p className="setting-help">{labels.per_million}</p>
      <ol className="price-history" data-testid="price-history">
        {model.versions.map((version) => (
          <li key={`${version.source}${version.since}`}>
            <p className="price-validity">
              {version.since ? <Moment time={version.since} /> : labels.since_release} – {version.until ? <Moment time={version.until} /> : labels.until_now}
              <span className="admin-badge">{version.source}</span>
            </p>
            {version.rates.length ? (
              <ul>
                {version.rates.map((rate) => (
                  <li key={rate} className="figure">
                    {rate}
                  </li>
                ))}
              </ul>
            ) : (
              <p>{labels.unknown_price}</p>
            )}
          </li>
        ))}
        {!model.versions.length && <li>{labels.unknown_price}</li>}
      </ol>
      <h3 className="admin-subhead">{labels.own_title}</h3>
      {model.can_override ? (
        <OwnPrice key={`${model.id}${saved}`} model={model} kinds={kinds} problem={problem} saved={saved} labels={labels} onSave={onSave} onClear={onClear} />
      ) : (
        <p className="setting-help">{labels.no_provider}</p>
      )}
    </Dialog>
  );
}

function OwnPrice({ model, kinds, problem, saved, labels, onSave, onClear }) {
  const [values, setValues] = useState(model.own);
  const save = (event) => {
    event.preventDefault();
    onSave(values);
  };
  return (
    <form noValidate onSubmit={save} data-testid="own-price">
      <p className="setting-help">{labels.own_text}</p>
      {problem && (
        <div className="admin-problem" role="alert">
          {problem}
        </div>
      )}
      <div className="price-fields">
        {kinds.map((kind) => (
          <label key={kind.name} className="form-field">
            <span className="form-label">{kind.label}</span>
            <span className="admin-line">
              <input
                className="field"
                inputMode="decimal"
                autoComplete="off"
                maxLength={24}
                value={values[kind.name] ?? ""}
                data-testid={`rate-${kind.name}`}
                onChange={(event) => setValues({ ...values, [kind.name]: event.target.value })}
              />
              <span className="admin-unit">{kind.piece ? labels.per_piece : "$"}</span>
            </span>
          </label>
        ))}
      </div>
      <div className="admin-save">
        <button type="submit" className="button primary" data-testid="own-price-save">
          {labels.own_save}
        </button>
        {model.overridden && (
          <button type="button" className="button quiet" data-testid="own-price-clear" onClick={() => onClear()}>
            {labels.own_clear}
          </button>
        )}
        <span role="status" className="saved-note">
          {saved > 0 && !problem ? labels.own_saved : ""}
        </span>
      </div>
    </form>
  );
}
