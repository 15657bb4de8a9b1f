// Rates of exchange that moved too far to be believed without a look.
import { TriangleAlert } from "lucide-react";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

export function RefusedRates({ rates, labels, onAccept }) {
  const language = useLanguage();
  if (!rates.length) return null;
  return (
    <ul className="admin-warnings usage-refused" data-testid="refused-rates">
      {rates.map((rate) => (
        <li key={rate.currency} className="warning">
          <TriangleAlert size={18} strokeWidth={1.75} aria-hidden />
          <span>{fill(labels.refused_rate, { ...rate, day: dayText(rate.day, language) })}</span>
          <button type="button" className="button" data-testid="accept-rate" onClick={() => onAccept(rate.currency)}>
            {labels.take_over}
          </button>
        </li>
      ))}
    </ul>
  );
}
