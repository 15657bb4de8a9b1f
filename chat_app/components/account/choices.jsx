// How long own chats stay, and what the person agreed to.
import { useState } from "react";
import { Check } from "lucide-react";
import { privacy } from "./calls.js";
import { Block, fill, icon, Moment, Problem, Remote } from "./parts.jsx";
import { useTask } from "./task.js";

const DAYS = [0, 30, 90, 365];

export function Retention({ labels }) {
  return (
    <Remote load={privacy.retention} labels={labels} rows={1}>
      {(state, reload) => <Keep state={state} reload={reload} labels={labels} />}
    </Remote>
  );
}

function Keep({ state, reload, labels }) {
  const [chosen, setChosen] = useState(state.keep_chats_days);
  const [saved, setSaved] = useState(false);
  const { problem, run } = useTask(labels.failed);
  const known = DAYS.includes(chosen) ? DAYS : [...DAYS, chosen].sort((one, other) => one - other);
  const pick = async (days) => {
    setChosen(days);
    setSaved(false);
    if (await run(() => privacy.keepFor(days))) setSaved(true);
    else setChosen(state.keep_chats_days);
    reload();
  };
  return (
    <Block title={labels.retention} help={labels.retentionHelp}>
      <div className="account-row">
        <select aria-label={labels.retention} className="select" value={chosen} data-testid="retention" onChange={(event) => pick(Number(event.target.value))}>
          {known.map((days) => (
            <option key={days} value={days}>
              {days ? fill(labels.retentionDays, { days }) : labels.retentionForever}
            </option>
          ))}
        </select>
        <span role="status" className="saved-note">
          {saved && (
            <span>
              <Check {...icon} /> {labels.saved}
            </span>
          )}
        </span>
      </div>
      <Problem text={problem} />
    </Block>
  );
}

export function Consents({ purposes, labels }) {
  return (
    <Remote load={privacy.consents} labels={labels} rows={1}>
      {({ texts }, reload) => texts.length > 0 && <ConsentList texts={texts} reload={reload} purposes={purposes} labels={labels} />}
    </Remote>
  );
}

// Banners about new texts ask again.
const decided = () => window.dispatchEvent(new Event("parley:decided"));

function ConsentList({ texts, reload, purposes, labels }) {
  const { problem, run } = useTask(labels.failed);
  return (
    <Block title={labels.consents} help={labels.consentsHelp}>
      <ul className="things" aria-label={labels.consents} data-testid="consents">
        {texts.map((one) => (
          <li key={one.purpose} className="thing">
            <label className="consent">
              <input type="checkbox" checked={one.granted} data-testid={`consent-${one.purpose}`} onChange={(event) => run(() => privacy.consent(one.purpose, one.version, event.target.checked)).then(reload).then(decided)} />
              <span className="thing-text">
                <span className="thing-title">{purposes[one.purpose] ?? one.purpose}</span>
                <span className="thing-line">{one.at ? <Moment at={one.at} text={one.granted ? labels.consentSince : labels.consentEnded} /> : labels.consentNever}</span>
              </span>
            </label>
            <a className="button quiet" href={one.url} target="_blank" rel="noopener noreferrer">
              {labels.consentRead}
            </a>
          </li>
        ))}
      </ul>
      <Problem text={problem} />
    </Block>
  );
}
