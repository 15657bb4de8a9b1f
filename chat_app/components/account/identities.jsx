// Accounts at other providers with which the person signs in.
import { useState } from "react";
import { Link2, Plus } from "lucide-react";
import { identities } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { Block, fill, icon, Moment, Remote, Things } from "./parts.jsx";

export function Identities({ labels }) {
  return (
    <Remote load={identities.list} labels={labels} rows={1}>
      {(state, reload) => <IdentityList {...state} reload={reload} labels={labels} />}
    </Remote>
  );
}

function IdentityList({ items: linked, providers, reload, labels }) {
  const [asked, setAsked] = useState(null);
  const free = providers.filter(({ label }) => !linked.some((one) => one.label === label));
  // Where nobody offers another way to sign in there is nothing to say about it.
  if (!linked.length && !free.length) return null;
  const rows = linked.map((one) => ({
    key: one.id,
    Icon: Link2,
    title: one.label,
    lines: [one.email, one.last_used_at ? <Moment at={one.last_used_at} text={labels.lastUsed} /> : labels.neverUsed],
    actions: (
      <button type="button" className="button" data-testid="identity-remove" onClick={() => setAsked(one)}>
        {labels.unlink}
      </button>
    ),
  }));
  return (
    <Block title={labels.identities} help={labels.identitiesHelp} testid="identities-block">
      <Things items={rows} empty={labels.identitiesEmpty} label={labels.identities} testid="identities" />
      {free.length > 0 && (
        <div className="account-row">
          {free.map(({ slug, label }) => (
            <a key={slug} className="button" href={identities.address(slug)} data-testid="identity-add">
              <Plus {...icon} />
              {fill(labels.link, { name: label })}
            </a>
          ))}
        </div>
      )}
      {asked && (
        <ConfirmDialog
          title={fill(labels.unlinkTitle, { name: asked.label })}
          text={labels.unlinkText}
          confirm={labels.unlink}
          labels={labels}
          act={() => identities.remove(asked.id)}
          onClose={(done) => {
            setAsked(null);
            if (done) reload();
          }}
        />
      )}
    </Block>
  );
}
