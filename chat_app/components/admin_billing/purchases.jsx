// Purchases and what comes back of them: orders, refunds, disputes, and the comparison with the payment provider.
import { useState } from "react";
import { RefreshCw } from "lucide-react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { EUR, centsText, nanoText, readCents } from "$/public/external/chat_app/components/billing/library/money.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { act, icon } from "./calls.js";
import { FieldsDialog } from "./dialogs.jsx";
import { RestTable } from "./rest_table.jsx";
import { Withdrawals } from "./withdrawals.jsx";

const TONES = { paid: "good", refused: "danger", failed: "danger", pending: "warning", done: "good", lost: "danger", won: "good" };
const STATUSES = ["open", "pending", "paid", "failed", "expired", "refused"];

export function PurchasesTab({ labels }) {
  const language = useLanguage();
  const [opened, setOpened] = useState(null);
  const [version, setVersion] = useState(0);
  const money = (cents) => centsText(cents, EUR, language);
  const columns = [
    { key: "person", label: labels.person },
    { key: "credit", label: labels.credit, kind: "number" },
    { key: "total", label: labels.total, kind: "number" },
    { key: "refunded", label: labels.refunded, kind: "number" },
    { key: "status", label: labels.state },
    { key: "invoice", label: labels.invoice },
    { key: "created", label: labels.since, kind: "time" },
  ];
  const toRow = (order) => ({
    id: order.id,
    cells: {
      person: order.name || labels.gone,
      credit: money(order.net_cents),
      total: money(order.total_cents),
      refunded: order.refunded_cents ? money(order.refunded_cents) : "",
      status: labels[`order_${order.status}`],
      invoice: order.invoice_number,
      created: order.created_at,
    },
    notes: { person: order.automatic ? labels.automatic : "", status: order.problem },
    tones: TONES[order.status] ? { status: TONES[order.status] } : {},
  });
  const status = { key: "status", label: labels.state, any: labels.all, options: STATUSES.map((value) => ({ value, label: labels[`order_${value}`] })) };
  return (
    <div className="billing-content">
      <RestTable path="/orders" columns={columns} toRow={toRow} filterSpec={[status]} labels={labels} searchLabel={labels.search_orders} emptyText={labels.no_orders} version={version} testid="orders" onRow={setOpened} />
      <Refunds labels={labels} version={version} />
      <Disputes labels={labels} />
      <Withdrawals labels={labels} />
      <Reconciliations labels={labels} />
      <Messages labels={labels} />
      {opened && (
        <OrderDrawer
          order={opened}
          labels={labels}
          onClose={(changed) => {
            setOpened(null);
            if (changed) setVersion(version + 1);
          }}
        />
      )}
    </div>
  );
}

function OrderDrawer({ order, labels, onClose }) {
  const language = useLanguage();
  const [refunding, setRefunding] = useState(false);
  const money = (cents) => centsText(cents, EUR, language);
  const facts = [
    [labels.credit, money(order.net_cents)],
    [labels.vat, money(order.vat_cents)],
    [labels.total, money(order.total_cents)],
    [labels.refunded, order.refunded_cents ? money(order.refunded_cents) : ""],
    [labels.state, labels[`order_${order.status}`]],
    [labels.invoice, order.invoice_number],
    [labels.paid_at, order.paid_at && <Moment key="paid" time={order.paid_at} />],
    [labels.order_id, <code key="id">{order.id}</code>],
    [labels.problem, order.problem],
  ].filter(([, value]) => value);
  const footer = order.status === "paid" && order.refunded_cents < order.total_cents && (
    <button type="button" className="button danger" data-testid="refund" onClick={() => setRefunding(true)}>
      {labels.refund}
    </button>
  );
  return (
    <Dialog open onClose={() => onClose(false)} title={order.name || labels.gone} closeLabel={labels.close} footer={footer || undefined} className="admin-drawer" testid="order">
      <dl className="admin-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
      {refunding && <RefundDialog order={order} labels={labels} onClose={(done) => (done ? onClose(true) : setRefunding(false))} />}
    </Dialog>
  );
}

function RefundDialog({ order, labels, onClose }) {
  const fields = [{ name: "amount", kind: "text", label: labels.refund_amount, help: labels.refund_help }];
  const wish = {
    check: ({ amount }) => (amount?.trim() && !readCents(amount) ? { amount: labels.amount_wrong } : {}),
    send: ({ amount }) => act("/refunds", { order_id: order.id, net_cents: amount?.trim() ? readCents(amount) : null, reason: "goodwill" }),
  };
  return <FieldsDialog title={fill(labels.refund_title, { name: order.name || labels.gone })} text={labels.refund_text} fields={fields} submit={labels.refund} danger labels={labels} testid="refund-form" onSend={wish} onClose={onClose} />;
}

function Refunds({ labels, version }) {
  const language = useLanguage();
  const columns = [
    { key: "person", label: labels.person },
    { key: "total", label: labels.amount, kind: "number" },
    { key: "state", label: labels.state },
    { key: "reason", label: labels.reason },
    { key: "created", label: labels.since, kind: "time" },
  ];
  const toRow = (refund) => ({
    id: refund.id,
    cells: { person: refund.owner_name || labels.gone, total: centsText(refund.total_cents, EUR, language), state: labels[`refund_${refund.state}`] ?? refund.state, reason: labels[`because_${refund.reason}`] ?? refund.reason, created: refund.created_at },
    notes: { state: refund.problem ?? "" },
    tones: refund.state === "failed" ? { state: "danger" } : refund.state === "done" ? { state: "good" } : { state: "warning" },
  });
  return (
    <Card title={labels.refunds} testid="refunds-card">
      <RestTable path="/refunds" columns={columns} toRow={toRow} labels={labels} emptyText={labels.no_refunds} version={version} testid="refunds" />
    </Card>
  );
}

function Disputes({ labels }) {
  const language = useLanguage();
  const [version, setVersion] = useState(0);
  const [opened, setOpened] = useState(null);
  const { problem, run } = useTask(labels.failed);
  const columns = [
    { key: "person", label: labels.person },
    { key: "amount", label: labels.amount, kind: "number" },
    { key: "kind", label: labels.what },
    { key: "state", label: labels.state },
    { key: "created", label: labels.since, kind: "time" },
  ];
  const toRow = (dispute) => ({
    id: dispute.id,
    cells: { person: dispute.owner_name || labels.gone, amount: centsText(dispute.amount_cents, EUR, language), kind: labels[`dispute_${dispute.kind}`] ?? dispute.kind, state: labels[`dispute_state_${dispute.state}`] ?? dispute.state, created: dispute.created_at },
    notes: { kind: dispute.reason ?? "", state: dispute.blocks ? labels.blocks : "" },
    tones: { state: dispute.ended_at ? (TONES[dispute.state] ?? "") : "warning" },
  });
  return (
    <Card title={labels.disputes} text={labels.disputes_text} testid="disputes-card">
      {problem && <p className="admin-field-problem">{problem}</p>}
      <RestTable path="/disputes" columns={columns} toRow={toRow} labels={labels} emptyText={labels.no_disputes} version={version} testid="disputes" onRow={(dispute) => !dispute.released_at && setOpened(dispute)} />
      {opened && (
        <ConfirmDialog
          title={labels.release_title}
          text={fill(labels.release_text, { name: opened.owner_name || labels.gone, frozen: nanoText(opened.frozen_nano, EUR, language), owed: nanoText(opened.owed_nano, EUR, language) })}
          confirmLabel={labels.release}
          cancelLabel={labels.cancel}
          onConfirm={() => run(() => act(`/disputes/${opened.id}/release`, {}).then(() => setVersion(version + 1)))}
          onClose={() => setOpened(null)}
        />
      )}
    </Card>
  );
}

function Reconciliations({ labels }) {
  const language = useLanguage();
  const [version, setVersion] = useState(0);
  const [opened, setOpened] = useState(null);
  const { busy, problem, run } = useTask(labels.failed);
  const compare = () => run(() => act("/reconciliations", {}).then(() => setVersion(version + 1)));
  const columns = [
    { key: "day", label: labels.day },
    { key: "checked", label: labels.compared, kind: "number" },
    { key: "open", label: labels.differences },
    { key: "ran", label: labels.ran_at, kind: "time" },
  ];
  const toRow = (run_) => ({
    id: run_.id,
    cells: { day: dayText(run_.day, language), checked: String(run_.checked), open: run_.open ? fill(labels.differences_of, { count: run_.open }) : labels.equal, ran: run_.ran_at },
    tones: { open: run_.open ? "danger" : "good" },
  });
  const action = (
    <button type="button" className="button" aria-busy={busy} data-testid="compare" onClick={compare}>
      <RefreshCw {...icon} />
      {labels.compare}
    </button>
  );
  return (
    <Card title={labels.reconciliation} text={labels.reconciliation_text} action={action} testid="reconciliation-card">
      {problem && <p className="admin-field-problem">{problem}</p>}
      <RestTable path="/reconciliations" columns={columns} toRow={toRow} labels={labels} emptyText={labels.no_reconciliations} version={version} testid="reconciliations" onRow={(found) => found.open > 0 && setOpened(found)} />
      {opened && <Differences found={opened} labels={labels} onClose={() => setOpened(null)} />}
    </Card>
  );
}

const MESSAGE_TONES = { done: "good", waiting: "warning", new: "warning", failed: "danger", ignored: "" };

function Messages({ labels }) {
  const columns = [
    { key: "type", label: labels.what, kind: "mono" },
    { key: "state", label: labels.state },
    { key: "received", label: labels.since, kind: "time" },
  ];
  const toRow = (event) => ({
    id: event.id,
    cells: { type: event.type, state: labels[`message_${event.state}`] ?? event.state, received: event.received_at },
    notes: { type: event.object_id, state: event.state === "done" ? "" : event.result },
    tones: { state: MESSAGE_TONES[event.state] ?? "" },
  });
  return (
    <Card title={labels.messages} text={labels.messages_text} testid="messages-card">
      <RestTable path="/events" columns={columns} toRow={toRow} labels={labels} emptyText={labels.no_messages} testid="messages" />
    </Card>
  );
}

function Differences({ found, labels, onClose }) {
  const language = useLanguage();
  const written = (cents) => (cents === null ? "–" : centsText(cents, EUR, language));
  return (
    <Dialog open onClose={onClose} title={fill(labels.differences_title, { day: dayText(found.day, language) })} closeLabel={labels.close} className="admin-drawer" testid="differences">
      <ul className="house-lines">
        {found.differences.map((each, index) => (
          <li key={index}>
            <span>
              {labels[`difference_${each.kind}`] ?? each.kind}
              <small>
                <code>{[each.movement, each.payment, each.order_id].filter(Boolean).join(" · ")}</code>
              </small>
            </span>
            <span className="figure">{fill(labels.provider_books, { provider: written(each.provider_cents), books: written(each.books_cents) })}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
