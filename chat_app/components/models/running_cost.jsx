// The cost of the chat in the header, and of an answer below it, while it grows.
import { useEffect } from "react";
import { money } from "./cost.js";
import { setRunningFacts, useRunningLabel, useRunningTotal } from "./running_cost.js";

export function ChatCost({ cost, rates, history, currency, exchangeRate, language, labels }) {
  const running = useRunningTotal();
  useEffect(() => {
    setRunningFacts({ rates, history, labels, reader: { currency, exchangeRate, language } });
  }, [rates, history, currency, exchangeRate, language, labels]);
  const sum = BigInt(cost) + running.cost;
  if (!sum) return null;
  const text = money(sum, { currency, exchangeRate, language });
  return (
    <span className="cost" data-testid="chat-cost" data-running={running.cost ? "true" : undefined} title={running.cost ? labels.running_about : labels.cost}>
      {running.cost && !text.startsWith("≈") ? `≈ ${text}` : text}
    </span>
  );
}

export function RunningFigures({ turnId }) {
  const label = useRunningLabel(turnId);
  return label ? (
    <p className="msg-running meta" data-testid="running-cost">
      {label}
    </p>
  ) : null;
}
