// What the wallet has: what may be spent, what calls under way keep back, and where the rest came from.
import { TriangleAlert } from "lucide-react";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon } from "./card.jsx";
import { balanceText, exactText } from "./money.js";

export function Figures({ wallet, labels }) {
  const language = useLanguage();
  const given = wallet.promo.reduce((sum, lot) => sum + BigInt(lot.remaining_nano), 0n);
  const [next] = wallet.promo.map((lot) => lot.expires_at).filter(Boolean).sort();
  const figures = [
    ["available", wallet.available_nano, wallet.low && (BigInt(wallet.available_nano) > 0n ? labels.low : labels.empty)],
    BigInt(wallet.held_nano) > 0n && ["held", wallet.held_nano, labels.held_note],
    ["paid", wallet.paid_nano, labels.paid_note],
    given > 0n && ["given", given, next ? fill(labels.given_until, { day: dayText(next.slice(0, 10), language) }) : labels.given_note],
  ].filter(Boolean);
  return (
    <ul className="admin-figures billing-figures">
      {figures.map(([name, nano, note]) => (
        <li key={name} data-testid={`figure-${name}`} data-low={name === "available" && wallet.low ? "" : undefined}>
          <div>
            <span>{labels[name]}</span>
            <strong className="figure" title={exactText(nano, wallet.currency, language)}>
              {balanceText(nano, wallet.currency, language)}
            </strong>
            {note && (
              <small>
                {name === "available" && <TriangleAlert {...icon} size={14} />}
                {note}
              </small>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
