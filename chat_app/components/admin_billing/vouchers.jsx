// Vouchers: make some, hand their codes out, take back what nobody has used.
import { useState } from "react";
import { Copy, Download, Plus } from "lucide-react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { EUR, nanoText, readNano } from "$/public/external/chat_app/components/billing/library/money.js";
import { saveText } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { act, icon } from "./calls.js";
import { FieldsDialog } from "./dialogs.jsx";
import { RestTable } from "./rest_table.jsx";

const TONES = { open: "good", redeemed: "accent", expired: "", revoked: "danger" };
const MOST = 1_000;

export function VouchersTab({ labels }) {
  const language = useLanguage();
  const [version, setVersion] = useState(0);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState(null);
  const [revoking, setRevoking] = useState(null);
  const { problem, run } = useTask(labels.failed);
  const again = () => setVersion((before) => before + 1);
  const columns = [
    { key: "batch", label: labels.batch },
    { key: "amount", label: labels.amount, kind: "number" },
    { key: "state", label: labels.state },
    { key: "by", label: labels.redeemed_by },
    { key: "created", label: labels.since, kind: "time" },
    { key: "expires", label: labels.until, kind: "time" },
  ];
  const toRow = (voucher) => ({
    id: voucher.id,
    cells: {
      batch: voucher.batch || labels.no_batch,
      amount: nanoText(voucher.amount_nano, EUR, language),
      state: labels[`voucher_${voucher.state}`],
      by: voucher.redeemed_name,
      created: voucher.created_at,
      expires: voucher.expires_at ?? "",
    },
    notes: { batch: fill(labels.code_end, { end: voucher.hint }) },
    tones: { state: TONES[voucher.state] },
  });
  return (
    <div className="billing-content">
      <div className="account-row">
        <button type="button" className="button primary" data-testid="make-vouchers" onClick={() => setMaking(true)}>
          <Plus {...icon} />
          {labels.make_vouchers}
        </button>
      </div>
      {problem && <p className="admin-field-problem">{problem}</p>}
      <RestTable path="/vouchers" columns={columns} toRow={toRow} labels={labels} searchLabel={labels.search_vouchers} emptyText={labels.no_vouchers} version={version} testid="vouchers" onRow={(voucher) => voucher.state === "open" && setRevoking(voucher)} />
      {making && (
        <MakeDialog
          labels={labels}
          onMade={(codes) => {
            setMade(codes);
            again();
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made && <Codes codes={made} labels={labels} onClose={() => setMade(null)} />}
      {revoking && (
        <ConfirmDialog
          title={labels.revoke_title}
          text={fill(labels.revoke_text, { batch: revoking.batch || labels.no_batch, end: revoking.hint })}
          confirmLabel={labels.revoke}
          cancelLabel={labels.cancel}
          onConfirm={() => run(() => act(`/vouchers/${revoking.id}/revoke`).then(again))}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

function MakeDialog({ labels, onMade, onClose }) {
  const fields = [
    { name: "name", kind: "text", label: labels.batch, help: labels.batch_help },
    { name: "count", kind: "number", label: labels.count },
    { name: "amount", kind: "text", label: labels.amount_each },
    { name: "expires_at", kind: "datetime", label: labels.voucher_until, help: labels.optional },
    { name: "credit_days", kind: "number", label: labels.credit_days, help: labels.credit_days_help },
  ];
  const wish = {
    check: ({ count, amount }) => {
      const nano = readNano(amount);
      return { ...(!(Number.isInteger(count) && count > 0 && count <= MOST) && { count: labels.count_wrong }), ...((!nano || BigInt(nano) <= 0n) && { amount: labels.amount_wrong }) };
    },
    send: async ({ name = "", count, amount, expires_at: expires, credit_days: days }) =>
      onMade(await act("/vouchers", { name: name.trim(), count, amount_nano: readNano(amount), ...(expires && { expires_at: expires }), ...(days && { credit_days: days }) })),
  };
  return <FieldsDialog title={labels.make_vouchers} fields={fields} first={{ count: 1 }} submit={labels.make} labels={labels} testid="voucher-form" onSend={wish} onClose={onClose} />;
}

function Codes({ codes, labels, onClose }) {
  const text = codes.map(({ code }) => code).join("\n");
  const [copied, setCopied] = useState(false);
  const footer = (
    <>
      <button type="button" className="button" onClick={() => saveText(`${text}\n`, "vouchers.txt")}>
        <Download {...icon} />
        {labels.save_codes}
      </button>
      <button type="button" className="button primary" data-testid="copy-codes" onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}>
        <Copy {...icon} />
        {copied ? labels.copied : labels.copy_codes}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={labels.codes_title} closeLabel={labels.close} footer={footer} testid="voucher-codes">
      <p className="admin-text">{labels.codes_text}</p>
      <textarea className="form-input admin-lines" readOnly rows={Math.min(10, codes.length + 1)} value={text} aria-label={labels.codes_title} data-testid="codes" />
    </Dialog>
  );
}
