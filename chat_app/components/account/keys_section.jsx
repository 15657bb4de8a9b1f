// Keys with which programs act for the person.
import { useState } from "react";
import { KeyRound, Plus } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { keys } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { KeyDialog } from "./key_dialog.jsx";
import { Block, fill, icon, Moment, Remote, Things } from "./parts.jsx";
import { SecretDialog } from "./secret_dialog.jsx";

export function KeysSection({ scopes, labels }) {
  return (
    <Remote load={keys.list} labels={labels}>
      {(list, reload) => <KeyList list={list} reload={reload} scopes={scopes} labels={labels} />}
    </Remote>
  );
}

function KeyList({ list, reload, scopes, labels }) {
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState(null);
  const [asked, setAsked] = useState(null);
  const inUse = list.filter((one) => !one.revoked_at);
  const items = inUse.map((one) => ({
    key: one.id,
    Icon: KeyRound,
    title: one.name,
    badge: hasExpired(one) && labels.expired,
    lines: keyLines(one, scopes, labels),
    actions: (
      <button type="button" className="button" aria-label={fill(labels.revokeOne, { name: one.name })} data-testid="key-revoke" onClick={() => setAsked(one)}>
        {labels.revoke}
      </button>
    ),
  }));
  return (
    <Block
      title={labels.keysTitle}
      help={labels.keysHelp}
      action={
        <button type="button" className="button" data-testid="key-create" onClick={() => setCreating(true)}>
          <Plus {...icon} />
          {labels.create}
        </button>
      }
    >
      <Things items={items} empty={labels.keysEmpty} label={labels.keysTitle} testid="keys" />
      {creating && (
        <KeyDialog
          scopes={scopes}
          labels={labels}
          onMade={setMade}
          onClose={(done) => {
            setCreating(false);
            if (done) reload();
          }}
        />
      )}
      {made && <SecretDialog title={labels.madeTitle} text={labels.madeText} lines={[made]} labels={labels} onClose={() => setMade(null)} testid="key-shown" />}
      {asked && (
        <ConfirmDialog
          title={fill(labels.revokeOne, { name: asked.name })}
          text={labels.revokeText}
          confirm={labels.revoke}
          labels={labels}
          act={() => keys.revoke(asked.id)}
          onClose={(done) => {
            setAsked(null);
            if (done) reload();
          }}
        />
      )}
    </Block>
  );
}

const hasExpired = ({ expires_at: at }) => Boolean(at) && Date.parse(at) <= Date.now();

function keyLines(one, scopes, labels) {
  const named = scopes.filter(({ id }) => one.scopes.includes(id)).map(({ label }) => label);
  return [
    <>
      <code>{one.prefix}…</code>
      {" · "}
      {named.join(", ")}
    </>,
    <>
      {one.last_used_at ? <Moment at={one.last_used_at} text={labels.lastUsed} /> : labels.neverUsed}
      {" · "}
      {one.expires_at ? <Moment at={one.expires_at} text={hasExpired(one) ? labels.endedAt : labels.endsAt} /> : labels.endless}
    </>,
    one.budget_nano !== null && <Budget one={one} labels={labels} />,
  ];
}

function Budget({ one, labels }) {
  const language = useLanguage();
  const habits = useHabits();
  const text = fill(labels.budgetUsed, { used: moneyText(one.spent_nano, language, habits), budget: moneyText(one.budget_nano, language, habits) });
  return (
    <span className="budget">
      <progress max={one.budget_nano || 1} value={Math.min(one.spent_nano, one.budget_nano)} aria-label={text} />
      {text}
    </span>
  );
}
