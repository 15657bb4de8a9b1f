// What may still be spent, in the composer's foot; it leads to the page of credit. Asked anew when an answer has ended.
import { useEffect, useRef } from "react";
import { WalletMinimal } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { balanceText } from "./money.js";
import { reloadWallet, useWallet } from "./wallet.js";
import "$/public/styles/money_card.css";

/** Mounted only where calls are paid from credit. */
export function BalanceChip({ running, labels }) {
  const language = useLanguage();
  const { wallet } = useWallet();
  const ran = useRef(running);
  useEffect(() => {
    if (ran.current && !running) reloadWallet();
    ran.current = running;
  }, [running]);
  if (!wallet?.charging) return null;
  const amount = balanceText(wallet.available_nano, wallet.currency, language);
  const words = fill(wallet.low ? labels.low : labels.balance, { amount });
  return (
    <a className="balance-chip" href="/billing" data-low={wallet.low || undefined} data-testid="balance" aria-label={words} title={words}>
      <WalletMinimal size={14} strokeWidth={1.75} aria-hidden />
      {amount}
    </a>
  );
}
