// Saved means of payment: the provider keeps them, we show what they are called.
import { useCallback, useEffect, useState } from "react";
import { Check, CreditCard, Landmark, Plus, Trash2 } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Automatic } from "./automatic.jsx";
import { Card, Empty, Failed, Outline, icon } from "./card.jsx";
import { nameOf, toPage } from "./purchase.jsx";
import "$/public/styles/top_up.css";

const DIRECT = new Set(["sepa_debit", "bank_transfer", "us_bank_account"]);

export function PaymentMethods({ labels, problems }) {
  const { methods, closed, failed, reload } = useMethods();
  const [forgetting, setForgetting] = useState(null);
  const { busy, problem, run } = useRequest(labels);
  const add = (
    <button type="button" className="button" aria-disabled={busy} data-testid="method-add" onClick={() => run(async () => toPage((await api("/billing/methods", { method: "POST" })).url))}>
      <Plus {...icon} />
      {labels.add}
    </button>
  );
  const forget = () =>
    run(async () => {
      await api(`/billing/methods/${forgetting.id}`, { method: "DELETE" });
      await reload();
    });
  return (
    <>
      <Card title={labels.title} text={labels.text} action={methods?.length > 0 && add} testid="methods">
        {failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : !methods && !closed && <Outline rows={2} />}
        {closed && <Empty text={closed} />}
        <JustSaved labels={labels} />
        {methods?.length === 0 && <Empty text={labels.none}>{add}</Empty>}
        {methods?.length > 0 && (
          <ul className="methods">
            {methods.map((method) => (
              <Method key={method.id} method={method} labels={labels} onForget={() => setForgetting(method)} />
            ))}
          </ul>
        )}
        {problem && (
          <p className="billing-said" role="alert" data-tone="danger">
            {problem}
          </p>
        )}
      </Card>
      {methods && <Automatic methods={methods} labels={labels} problems={problems} onSaved={reload} />}
      {forgetting && (
        <ConfirmDialog
          title={labels.forget_title}
          text={fill(forgetting.automatic ? labels.forget_automatic : labels.forget_text, { name: nameOf(forgetting, labels) })}
          confirmLabel={labels.forget}
          cancelLabel={labels.cancel}
          onConfirm={forget}
          onClose={() => setForgetting(null)}
        />
      )}
    </>
  );
}

function useMethods() {
  const [state, setState] = useState({ methods: null, closed: "", failed: "" });
  const reload = useCallback(async () => {
    try {
      setState({ methods: await api("/billing/methods"), closed: "", failed: "" });
    } catch (error) {
      const text = (error instanceof ApiError && error.message) || " ";
      setState((before) => (error.status === 403 ? { methods: null, closed: text, failed: "" } : { ...before, failed: text }));
    }
  }, []);
  useEffect(() => {
    reload();
  }, [reload]);
  return { ...state, reload };
}

function useRequest(labels) {
  const [state, setState] = useState({ busy: false, problem: "" });
  const run = async (work) => {
    if (state.busy) return;
    setState({ busy: true, problem: "" });
    try {
      await work();
      setState({ busy: false, problem: "" });
    } catch (error) {
      setState({ busy: false, problem: (error instanceof ApiError && error.message) || labels.failed });
    }
  };
  return { ...state, run };
}

// Back from saving one: the address says so once.
function JustSaved({ labels }) {
  const [saved] = useState(() => new URLSearchParams(location.search).get("method") === "saved");
  useEffect(() => {
    if (new URLSearchParams(location.search).has("method")) history.replaceState(history.state, "", `${location.pathname}${location.hash}`);
  }, []);
  if (!saved) return null;
  return (
    <p className="billing-said methods-saved" role="status" data-tone="good" data-testid="method-saved">
      <Check {...icon} />
      <span>{labels.saved}</span>
    </p>
  );
}

function Method({ method, labels, onForget }) {
  const Icon = DIRECT.has(method.kind) ? Landmark : CreditCard;
  const [year, month] = method.expires.split("-");
  const over = method.expires && method.expires < new Date().toISOString().slice(0, 7);
  return (
    <li className="method" data-testid="method">
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{nameOf(method, labels)}</strong>
        {method.expires && <small data-over={over || undefined}>{fill(over ? labels.expired : labels.expires, { month: `${month}/${year}` })}</small>}
      </div>
      {method.automatic && <span className="method-badge">{labels.automatic_badge}</span>}
      <button type="button" className="icon-button" aria-label={`${labels.forget}: ${nameOf(method, labels)}`} title={labels.forget} data-testid="method-forget" onClick={onForget}>
        <Trash2 {...icon} />
      </button>
    </li>
  );
}
