// The house's money: a tab at a time, each with an address (#wallets), and over all of them whether wallets are stopped.
import { useMemo, useState } from "react";
import { ChartColumn, FileText, ReceiptText, Settings2, Ticket, WalletMinimal } from "lucide-react";
import { Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { useHash } from "$/public/external/chat_app/components/ui/library/hash.js";
import { PageTabs } from "$/public/external/chat_app/components/ui/library/page_tabs.jsx";
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

const TABS = { overview: ChartColumn, wallets: WalletMinimal, purchases: ReceiptText, invoices: FileText, vouchers: Ticket, settings: Settings2 };
const NAMES = Object.keys(TABS);
const CONTENTS = {
  overview: OverviewTab,
  wallets: WalletsTab,
  purchases: PurchasesTab,
  invoices: InvoicesTab,
  vouchers: VouchersTab,
  settings: SettingsTab,
};

export function AdminBilling({ labels, fields, formLabels, listLabels, seller, reports }) {
  const [tab, choose] = useHash(NAMES);
  const { data, failed, reload } = useRemote(`${BASE}/switch`);
  const [books, setBooks] = useState(null);
  const words = useMemo(() => ({ ...labels, list: listLabels, form: formLabels }), [labels, listLabels, formLabels]);
  if (!data) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={6} />;
  const Content = CONTENTS[tab];
  return (
    <div className="billing house" data-testid="admin-billing" data-tab={tab}>
      <StopBanner books={books ?? data} labels={labels} onChanged={setBooks} />
      <PageTabs tabs={TABS} tab={tab} labels={labels} onChoose={choose} />
      <Content books={books ?? data} labels={words} fields={fields} seller={seller} reports={reports} onBooks={setBooks} onTab={choose} />
    </div>
  );
}
