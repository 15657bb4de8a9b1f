// A field for a voucher's code. It is read however it was typed; what came is said in its place.
import { useId, useRef, useState } from "react";
import { Check, TicketPercent } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, icon } from "./card.jsx";
import { nanoText } from "./money.js";
import { reloadWallet, useWallet } from "./wallet.js";

const SAMPLE = "XXXX-XXXX-XXXX-XXXX";
export function Voucher({ labels }) {
  const id = useId();
  const language = useLanguage();
  const { wallet } = useWallet();
  const [code, setCode] = useState("");
  const [state, setState] = useState({ problem: "", taken: null });
  const running = useRef(false);
  const send = async (event) => {
    event.preventDefault();
    if (!code.trim()) return setState({ problem: labels.voucher_missing, taken: null });
    // A second click is not a second voucher.
    if (running.current) return undefined;
    running.current = true;
    try {
      const taken = await api("/billing/vouchers", { method: "POST", body: { code: code.trim() } });
      setState({ problem: "", taken });
      setCode("");
      return await reloadWallet();
    } catch (error) {
      return setState({ problem: (error instanceof ApiError && error.message) || labels.voucher_offline, taken: null });
    } finally {
      running.current = false;
    }
  };
  const typed = (event) => {
    setCode(event.target.value);
    setState({ problem: "", taken: null });
  };
  return (
    <Card title={labels.voucher} text={labels.voucher_text} testid="voucher">
      <form className="billing-voucher" noValidate onSubmit={send}>
        <label className="visually-hidden" htmlFor={id}>
          {labels.voucher_code}
        </label>
        <input
          id={id}
          className="form-input"
          value={code}
          placeholder={SAMPLE}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={60}
          aria-invalid={state.problem ? true : undefined}
          aria-describedby={`${id}-said`}
          data-testid="voucher-code"
          onChange={typed}
        />
        <button type="submit" className="button" data-testid="redeem">
          <TicketPercent {...icon} />
          {labels.voucher_redeem}
        </button>
      </form>
      <p id={`${id}-said`} className="billing-said" role="status" data-tone={state.problem ? "danger" : "good"} data-testid="voucher-said">
        {state.problem}
        {state.taken && (
          <>
            <Check {...icon} />
            <span>{takenText(state.taken, wallet.currency, labels, language)}</span>
          </>
        )}
      </p>
    </Card>
  );
}

const takenText = (taken, currency, labels, language) => {
  const amount = nanoText(taken.amount_nano, currency, language);
  return taken.expires_at ? fill(labels.voucher_taken_until, { amount, day: dayText(taken.expires_at.slice(0, 10), language) }) : fill(labels.voucher_taken, { amount });
};
