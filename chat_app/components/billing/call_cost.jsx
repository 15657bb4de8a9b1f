// How the price of a call came about: each kind of unit with its rate, what the exchange did, and what was charged.
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { CostLines } from "$/public/external/chat_app/components/models/library/cost_lines.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Facts } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { exactText, nanoText } from "./money.js";

const MILLION = 1_000_000n;

export function CallCost({ call, entry, currency, labels, units, language }) {
  const number = new Intl.NumberFormat(language);
  const priced = (nano) => nanoText(nano, call.currency, language);
  const charged = entry.amount_nano.replace("-", "");
  const facts = [
    ["tokens", fill(labels.tokens, { input: number.format(call.tokens_in), output: number.format(call.tokens_out) })],
    call.folder_name && ["project", call.folder_name],
    call.key_name && ["key", call.key_name],
    call.price_version && ["price_version", call.price_version],
    call.currency !== currency && call.rate_day && ["rate", rateText(call, currency, labels, language)],
    call.status !== "complete" && labels[`status_${call.status}`] && ["status", labels[`status_${call.status}`]],
  ].filter(Boolean);
  return (
    <>
      {call.lines.length > 0 && (
        <div className="billing-split">
          <CostLines
            className="billing-cost"
            lines={call.lines.map((line) => ({ kind: units[line.kind] ?? line.kind, count: number.format(line.count), rate: priced(line.rate_nano), amount: exactText(line.amount_nano, call.currency, language) }))}
            total={call.price_nano === null ? "" : exactText(call.price_nano, call.currency, language)}
            labels={{ caption: labels.split, kind: labels.split_unit, count: labels.split_count, rate: labels.split_rate, amount: labels.split_amount, total: labels.price }}
          />
        </div>
      )}
      <p className="billing-charged">
        {entry.kind === "charge" ? labels.charged : labels.corrected} <strong className="figure">{exactText(charged, currency, language)}</strong>
      </p>
      <Facts facts={facts} labels={labels} />
      {call.estimated && <p className="billing-note">{labels.estimated}</p>}
    </>
  );
}

// "€1 = $1.0863 (ECB, 20 Nov 2026)"
const rateText = (call, currency, labels, language) => {
  const one = nanoText(10n ** 9n, currency, language);
  const rate = exactText((BigInt(call.eur_rate_micro) * 10n ** 9n) / MILLION, call.currency, language);
  return fill(labels.rate_of, { one, rate, day: dayText(call.rate_day, language) });
};
