// Everything that happened in the wallet, latest first. A click explains how an amount came about.
import { useEffect, useId, useRef, useState } from "react";
import { Download } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Card, Empty, Failed, icon, Outline } from "./card.jsx";
import { Entry } from "./entry.jsx";
import { useWallet } from "./wallet.js";

const PAGE = 25;

export function History({ labels, kinds, units }) {
  const [kind, setKind] = useState("");
  const { wallet } = useWallet();
  const { entries, cursor, failed, busy, more, again } = useEntries(kind, wallet.balance_nano + wallet.held_nano);
  const [open, setOpen] = useState("");
  const query = kind ? `?kind=${kind}` : "";
  return (
    <Card title={labels.history} text={labels.history_text} testid="history" action={<Tools {...{ kind, setKind, query, labels }} />}>
      {failed && !entries ? (
        <Failed text={failed} labels={labels} onRetry={again} />
      ) : !entries ? (
        <Outline rows={4} />
      ) : entries.length === 0 ? (
        <Empty text={kind ? labels.nothing_of_kind : labels.nothing} />
      ) : (
        <ul className="billing-entries">
          {entries.map((entry) => (
            <Entry key={entry.id} {...{ entry, currency: wallet.currency, labels, kinds, units }} open={open === entry.id} onOpen={() => setOpen(open === entry.id ? "" : entry.id)} />
          ))}
        </ul>
      )}
      {cursor && (
        <button type="button" className="button billing-more" aria-busy={busy} data-testid="more-entries" onClick={more}>
          {labels.more}
        </button>
      )}
    </Card>
  );
}

function Tools({ kind, setKind, query, labels }) {
  const id = useId();
  const kinds = ["charge", "top_up", "grant", "voucher", "allowance", "expiry", "refund", "dispute", "correction"];
  return (
    <div className="billing-tools">
      <label className="visually-hidden" htmlFor={id}>
        {labels.kind}
      </label>
      <select id={id} className="select" value={kind} data-testid="entry-kind" onChange={(event) => setKind(event.target.value)}>
        <option value="">{labels.all_kinds}</option>
        {kinds.map((each) => (
          <option key={each} value={each}>
            {labels[`kind_${each}`]}
          </option>
        ))}
      </select>
      <a className="button quiet" href={`/api/v1/billing/entries.csv${query}`} download data-testid="entries-csv">
        <Download {...icon} />
        {labels.csv}
      </a>
    </div>
  );
}

// Asked anew for another kind, and when the balance says that something happened; a late answer to an older question is dropped.
function useEntries(kind, balance) {
  const [state, setState] = useState({ entries: null, cursor: "", failed: "", busy: false });
  const asked = useRef(0);
  const ask = async (before, cursor) => {
    asked.current += 1;
    const mine = asked.current;
    const query = new URLSearchParams({ limit: PAGE, ...(kind && { kind }), ...(cursor && { cursor }) });
    setState((now) => ({ ...now, busy: true }));
    try {
      const page = await api(`/billing/entries?${query}`);
      if (mine === asked.current) setState({ entries: [...before, ...page.items], cursor: page.next_cursor, failed: "", busy: false });
    } catch (error) {
      if (mine === asked.current) setState((now) => ({ ...now, failed: (error instanceof ApiError && error.message) || " ", busy: false }));
    }
  };
  useEffect(() => {
    ask([], "");
  }, [kind, balance]);
  return { ...state, more: () => !state.busy && ask(state.entries, state.cursor), again: () => ask([], "") };
}
