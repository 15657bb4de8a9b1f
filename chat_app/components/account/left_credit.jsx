// What becomes of credit when the account is deleted: said before, in the dialog, by figures.
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { balanceText } from "$/public/external/chat_app/components/billing/library/money.js";
import { useWallet } from "$/public/external/chat_app/components/billing/library/wallet.js";
import { fill } from "./parts.jsx";

export function LeftCredit({ labels }) {
  const language = useLanguage();
  const { wallet } = useWallet();
  if (!wallet) return null;
  const given = BigInt(wallet.balance_nano) - BigInt(wallet.paid_nano);
  const text = (nano) => balanceText(nano, wallet.currency, language);
  return (
    <>
      {given > 0n && <li data-testid="lost-credit">{fill(labels.deleteGiven, { amount: text(given) })}</li>}
      {BigInt(wallet.paid_nano) > 0n && <li data-testid="bought-credit">{fill(labels.deleteBought, { amount: text(wallet.paid_nano) })}</li>}
    </>
  );
}
