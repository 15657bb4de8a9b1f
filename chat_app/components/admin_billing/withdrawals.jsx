// Withdrawals from purchases: what was declared, what became of it, and the word of a person where one is needed.
import { useState } from "react";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { act } from "./calls.js";
import { FieldsDialog } from "./dialogs.jsx";
import { RestTable } from "./rest_table.jsx";

const TONES = { refunded: "good", by_hand: "warning", received: "warning" };
const OPEN = ["received", "by_hand"];

export function Withdrawals({ labels }) {
  const [opened, setOpened] = useState(null);
  const [version, setVersion] = useState(0);
  const columns = [
    { key: "name", label: labels.buyer },
    { key: "contract", label: labels.contract },
    { key: "state", label: labels.state },
    { key: "declared", label: labels.declared, kind: "time" },
  ];
  const toRow = (found) => ({
    id: found.id,
    cells: { name: found.name, contract: found.contract, state: labels[`withdrawal_${found.state}`], declared: found.declared_at },
    notes: { name: found.email, state: found.state === "by_hand" ? labels[`withdrawal_why_${found.problem}`] : found.note },
    tones: TONES[found.state] ? { state: TONES[found.state] } : {},
  });
  const close = (decided) => {
    setOpened(null);
    if (decided) setVersion(version + 1);
  };
  return (
    <Card title={labels.withdrawals} text={labels.withdrawals_text} testid="withdrawals-card">
      <RestTable path="/withdrawals" columns={columns} toRow={toRow} labels={labels} emptyText={labels.no_withdrawals} version={version} testid="withdrawals" onRow={setOpened} />
      {opened && <Withdrawal found={opened} labels={labels} onClose={close} />}
    </Card>
  );
}

function Withdrawal({ found, labels, onClose }) {
  const [deciding, setDeciding] = useState(false);
  const facts = [
    [labels.contract, found.contract],
    [labels.email, found.email],
    [labels.declared, <Moment key="at" time={found.declared_at} />],
    [labels.state, labels[`withdrawal_${found.state}`]],
    [labels.reason, labels[`withdrawal_why_${found.problem}`]],
    [labels.order_id, found.order_id ? <code key="order">{found.order_id}</code> : labels.no_match],
    [labels.withdrawal_note, found.note],
  ].filter(([, value]) => value);
  const footer = OPEN.includes(found.state) && (
    <button type="button" className="button primary" data-testid="decide" onClick={() => setDeciding(true)}>
      {labels.withdrawal_decide}
    </button>
  );
  return (
    <Dialog open onClose={() => onClose(false)} title={fill(labels.withdrawal_of, { name: found.name })} closeLabel={labels.close} footer={footer || undefined} className="admin-drawer" testid="withdrawal">
      <dl className="admin-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {deciding && <Decision found={found} labels={labels} onClose={(done) => (done ? onClose(true) : setDeciding(false))} />}
    </Dialog>
  );
}

function Decision({ found, labels, onClose }) {
  const options = ["refunded", "refused"].map((value) => ({ value, label: labels[`withdrawal_${value}`] }));
  const fields = [
    { name: "outcome", kind: "choice", label: labels.withdrawal_outcome, options },
    { name: "note", kind: "area", label: labels.withdrawal_note, help: labels.withdrawal_note_help },
  ];
  const wish = { send: ({ outcome, note }) => act(`/withdrawals/${found.id}/close`, { outcome, note: note ?? "" }) };
  return <FieldsDialog title={fill(labels.withdrawal_of, { name: found.name })} text={labels.withdrawal_sends_nothing} fields={fields} first={{ outcome: "refunded", note: "" }} submit={labels.withdrawal_decide} labels={labels} testid="decision" onSend={wish} onClose={onClose} />;
}
