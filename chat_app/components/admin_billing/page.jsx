// The house's money: a tab at a time, each with an address (#wallets), and over all of them whether wallets are stopped.
import { useEffect, useMemo, useState } from "react";
import { ChartColumn, FileText, ReceiptText, Settings2, Ticket, WalletMinimal } from "lucide-react";
import { Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { StopBanner } from "./books.jsx";
import { BASE } from "./calls.js";
import { InvoicesTab } from "./invoices.jsx";
import { OverviewTab } from "./overview.jsx";
import { PurchasesTab } from "./purchases.jsx";
import { SettingsTab } from "./settings.jsx";
import { VouchersTab } from "./vouchers.jsx";
import { WalletsTab } from "./wallets.jsx";
import "$/public/styles/settings.css";
import "$/public/styles/billing.css";
import "$/public/styles/admin_billing.css";

const TABS = {
  overview: [ChartColumn, OverviewTab],
  wallets: [WalletMinimal, WalletsTab],
  purchases: [ReceiptText, PurchasesTab],
  invoices: [FileText, InvoicesTab],
  vouchers: [Ticket, VouchersTab],
  settings: [Settings2, SettingsTab],
};
const named = () => (location.hash.slice(1) in TABS ? location.hash.slice(1) : "overview");

export function AdminBilling({ labels, fields, formLabels, listLabels, seller, reports }) {
  const [tab, setTab] = useState(named);
  const { data, failed, reload } = useRemote(`${BASE}/switch`);
  const [books, setBooks] = useState(null);
  const words = useMemo(() => ({ ...labels, list: listLabels, form: formLabels }), [labels, listLabels, formLabels]);
  useEffect(() => {
    const moved = () => setTab(named());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  const choose = (name) => {
    history.replaceState(history.state, "", `#${name}`);
    setTab(name);
  };
  if (!data) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={6} />;
  const [, Content] = TABS[tab];
  return (
    <div className="billing house" data-testid="admin-billing" data-tab={tab}>
      <StopBanner books={books ?? data} labels={labels} onChanged={setBooks} />
      <nav className="billing-tabs" aria-label={labels.tabs}>
        {Object.entries(TABS).map(([name, [Icon]]) => (
          <a
            key={name}
            href={`#${name}`}
            aria-current={tab === name ? "true" : undefined}
            data-testid={`tab-${name}`}
            onClick={(event) => {
              event.preventDefault();
              choose(name);
            }}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            <span>{labels[`tab_${name}`]}</span>
          </a>
        ))}
      </nav>
      <Content books={books ?? data} labels={words} fields={fields} seller={seller} reports={reports} onBooks={setBooks} onTab={choose} />
    </div>
  );
}
