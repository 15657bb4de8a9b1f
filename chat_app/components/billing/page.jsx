// The page of credit: figures on top, below them one tab at a time. Each tab has an address (#invoices), so it can be linked to.
import { CreditCard, FileText, Gauge, ShieldAlert, WalletMinimal } from "lucide-react";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { useHash } from "$/public/external/chat_app/components/ui/library/hash.js";
import { PageTabs } from "$/public/external/chat_app/components/ui/library/page_tabs.jsx";
import { Failed, Outline } from "./card.jsx";
import { ComingBack } from "./coming_back.jsx";
import { Figures } from "./figures.jsx";
import { History } from "./history.jsx";
import { Voucher } from "./voucher.jsx";
import { reloadWallet, useWallet } from "./wallet.js";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";

const TABS = { credit: WalletMinimal, invoices: FileText, payment: CreditCard, budgets: Gauge };
const NAMES = Object.keys(TABS);

export function BillingPage({ topUp, profile, invoices, methods, budgets, labels, kinds, units }) {
  const { wallet, failed } = useWallet();
  const [tab, choose] = useHash(NAMES);
  const content = {
    credit: <Credit wallet={wallet} topUp={topUp} labels={labels} kinds={kinds} units={units} />,
    invoices: (
      <>
        {invoices}
        {profile}
      </>
    ),
    payment: methods,
    budgets,
  };
  if (!wallet) return failed ? <Failed text={failed} labels={labels} onRetry={reloadWallet} /> : <Outline rows={4} />;
  return (
    <div className="billing" data-testid="billing" data-tab={tab}>
      <ComingBack labels={labels} />
      <Blocked wallet={wallet} labels={labels} />
      <Figures wallet={wallet} labels={labels} />
      <PageTabs tabs={TABS} tab={tab} labels={labels} onChoose={choose} />
      <div className="billing-content">{content[tab]}</div>
      {(sells(wallet) || wallet.used) && (
        <p className="billing-foot">
          <a href="/withdraw" data-testid="withdraw">
            {labels.withdraw}
          </a>
        </p>
      )}
    </div>
  );
}

// Where nothing costs credit, nobody needs to buy any.
const sells = (wallet) => wallet.charging && wallet.can_top_up;

function Credit({ wallet, topUp, labels, kinds, units }) {
  return (
    <>
      {!wallet.charging && <Nothing labels={labels} />}
      <div className="billing-buy">
        {sells(wallet) && topUp}
        {(wallet.charging || wallet.used) && <Voucher labels={labels} />}
      </div>
      {(wallet.charging || wallet.used) && <History labels={labels} kinds={kinds} units={units} />}
    </>
  );
}

// Nobody is asked for credit: whoever runs this Parley pays.
function Nothing({ labels }) {
  return (
    <div className="billing-off" data-testid="billing-off">
      <h2>{labels.off_title}</h2>
      <p>{labels.off_text}</p>
      <div>
        <AdminLink href="/" className="button primary">
          {labels.to_chat}
        </AdminLink>
        <AdminLink href="/usage" className="button">
          {labels.to_usage}
        </AdminLink>
      </div>
    </div>
  );
}

function Blocked({ wallet, labels }) {
  if (!wallet.blocked) return null;
  return (
    <div className="billing-blocked" role="alert" data-testid="billing-blocked">
      <ShieldAlert size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{labels[`blocked_${wallet.blocked}`]}</strong>
        <p>{labels[`blocked_${wallet.blocked}_text`]}</p>
      </div>
    </div>
  );
}
