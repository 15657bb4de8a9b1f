// Everybody's credit: the list, one wallet in a drawer, giving and taking back, and what is kept back right now.
import { useRef, useState } from "react";
import { Gift } from "lucide-react";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { EUR, exactText, nanoText, readNano } from "$/public/external/chat_app/components/billing/library/money.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { BASE, act, icon } from "./calls.js";
import { FieldsDialog } from "./dialogs.jsx";
import { RestTable } from "./rest_table.jsx";

const nameOf = (wallet, labels) => wallet.name || wallet.email || (wallet.exists ? labels.nameless : labels.gone);

export function WalletsTab({ labels }) {
  const language = useLanguage();
  const [opened, setOpened] = useState("");
  const [version, setVersion] = useState(0);
  const money = (nano) => nanoText(nano, EUR, language);
  const columns = [
    { key: "name", label: labels.person },
    { key: "balance", label: labels.balance, kind: "number" },
    { key: "paid", label: labels.bought, kind: "number" },
    { key: "held", label: labels.held, kind: "number" },
  ];
  const toRow = (wallet) => ({
    id: wallet.person_id,
    cells: { name: nameOf(wallet, labels), balance: money(wallet.balance), paid: money(wallet.paid), held: wallet.held === "0" ? "" : money(wallet.held) },
    notes: { name: wallet.name ? wallet.email : wallet.exists ? "" : wallet.person_id },
  });
  return (
    <div className="billing-content">
      <RestTable path="/wallets" columns={columns} toRow={toRow} labels={labels} searchLabel={labels.search_people} emptyText={labels.no_wallets} version={version} testid="wallets" onRow={(wallet) => setOpened(wallet.person_id)} />
      <Card title={labels.holds} text={labels.holds_text} testid="holds-card">
        <Holds labels={labels} version={version} />
      </Card>
      {opened && <WalletDrawer personId={opened} labels={labels} onClose={() => setOpened("")} onChanged={() => setVersion(version + 1)} />}
    </div>
  );
}

function Holds({ labels, version }) {
  const language = useLanguage();
  const columns = [
    { key: "person", label: labels.person },
    { key: "amount", label: labels.amount, kind: "number" },
    { key: "what", label: labels.for_what },
    { key: "created", label: labels.since, kind: "time" },
    { key: "expires", label: labels.until, kind: "time" },
  ];
  const toRow = (hold) => ({
    id: hold.request_id,
    cells: {
      person: hold.name || labels.gone,
      amount: nanoText(hold.amount, EUR, language),
      what: hold.is_overdue ? labels.overdue : hold.for_refund ? labels.for_refund : labels.for_call,
      created: hold.created_at,
      expires: hold.expires_at,
    },
    tones: hold.is_overdue ? { what: "danger" } : {},
  });
  return <RestTable path="/holds" columns={columns} toRow={toRow} labels={labels} emptyText={labels.no_holds} version={version} testid="holds" />;
}

function WalletDrawer({ personId, labels, onClose, onChanged }) {
  const { data, failed, reload } = useRemote(`${BASE}/wallets/${personId}`);
  const [deed, setDeed] = useState("");
  const changed = (done) => {
    setDeed("");
    if (!done) return;
    reload();
    onChanged();
  };
  const footer = data?.wallet.exists && (
    <>
      <button type="button" className="button" data-testid="take-back" onClick={() => setDeed("take")}>
        {labels.take_back}
      </button>
      <button type="button" className="button primary" data-testid="give" onClick={() => setDeed("give")}>
        <Gift {...icon} />
        {labels.give}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={data ? nameOf(data.wallet, labels) : labels.wallet} closeLabel={labels.close} footer={footer || undefined} className="admin-drawer" testid="wallet">
      {!data && (failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={4} />)}
      {data && <WalletBody data={data} labels={labels} />}
      {deed && <GiftDialog personId={personId} name={nameOf(data.wallet, labels)} back={deed === "take"} labels={labels} onClose={changed} />}
    </Dialog>
  );
}

function WalletBody({ data, labels }) {
  const language = useLanguage();
  const money = (nano) => nanoText(nano, EUR, language);
  const { wallet, lots, holds, entries } = data;
  return (
    <>
      <dl className="admin-facts" data-testid="wallet-facts">
        {[
          [labels.balance, wallet.balance],
          [labels.bought, wallet.paid],
          [labels.held, wallet.held],
        ].map(([label, nano]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="figure" title={exactText(nano, EUR, language)}>
              {money(nano)}
            </dd>
          </div>
        ))}
      </dl>
      <h3 className="admin-subhead">{labels.lots}</h3>
      <ul className="house-lines">
        {lots.map((lot) => (
          <li key={lot.id}>
            <span>
              {lot.paid ? labels.bought : labels.given_lot}
              <small>
                <Moment time={lot.created_at} />
                {lot.expires_at && (
                  <>
                    {" · "}
                    {labels.until} <Moment time={lot.expires_at} />
                  </>
                )}
              </small>
            </span>
            <span className="figure">{fill(labels.left_of, { left: money(lot.remaining), amount: money(lot.amount) })}</span>
          </li>
        ))}
        {!lots.length && <li className="house-nothing">{labels.no_lots}</li>}
      </ul>
      {holds.length > 0 && <p className="setting-help">{fill(labels.holds_of, { count: holds.length })}</p>}
      <h3 className="admin-subhead">{labels.entries}</h3>
      <ul className="house-lines" data-testid="wallet-entries">
        {entries.map((entry) => (
          <li key={entry.journal_id}>
            <span>
              {labels[`kind_${entry.kind}`]}
              <small>
                <Moment time={entry.at} />
                {["grant", "correction"].includes(entry.kind) && entry.ref && ` · ${entry.ref}`}
              </small>
            </span>
            <span className={`figure ${entry.amount.startsWith("-") ? "" : "house-plus"}`} title={exactText(entry.amount, EUR, language)}>
              {entry.amount.startsWith("-") ? money(entry.amount) : `+${money(entry.amount)}`}
            </span>
          </li>
        ))}
        {!entries.length && <li className="house-nothing">{labels.no_entries}</li>}
      </ul>
    </>
  );
}

function GiftDialog({ personId, name, back, labels, onClose }) {
  const key = useRef(newKey());
  const fields = [
    { name: "amount", kind: "text", label: labels.amount_eur, help: back ? labels.take_back_help : labels.give_help },
    { name: "reason", kind: "text", label: labels.reason, help: labels.reason_help },
    ...(back ? [] : [{ name: "expires_at", kind: "datetime", label: labels.expires, help: labels.expires_help }]),
  ];
  const wish = {
    check: (values) => {
      const nano = readNano(values.amount);
      return {
        ...((!nano || BigInt(nano) <= 0n) && { amount: labels.amount_wrong }),
        ...(!values.reason?.trim() && { reason: labels.reason_missing }),
      };
    },
    send: ({ amount, reason, expires_at: expires }) => {
      const nano = readNano(amount);
      return act("/grants", { person_id: personId, amount_nano: back ? `-${nano}` : nano, reason: reason.trim().slice(0, 120), ...(expires && { expires_at: expires }) }, key.current);
    },
  };
  return (
    <FieldsDialog
      title={fill(back ? labels.take_back_title : labels.give_title, { name })}
      fields={fields}
      submit={back ? labels.take_back : labels.give}
      danger={back}
      labels={labels}
      testid="gift"
      onSend={wish}
      onClose={onClose}
    />
  );
}
